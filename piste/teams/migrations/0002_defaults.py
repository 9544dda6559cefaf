from django.db import migrations

from piste.kernel.clock import now


def make(apps, schema_editor):
    apps.get_model("teams", "Team").objects.create(name_en="Sales", name_fr="Ventes", default_since=now())


class Migration(migrations.Migration):
    """One team is always the default one (05.2)."""

    dependencies = [("teams", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
