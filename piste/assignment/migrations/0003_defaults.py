from django.db import migrations


def make(apps, schema_editor):
    apps.get_model("assignment", "Assignment").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    """The settings are one row, which is there before anybody reads them."""

    dependencies = [("assignment", "0002_merging")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
