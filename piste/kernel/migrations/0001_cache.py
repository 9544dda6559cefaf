from django.core.management import call_command
from django.db import migrations


def make_cache(apps, schema_editor):
    call_command("createcachetable", "kernel_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """The cache that rate limits share between web processes."""

    atomic = False
    dependencies = []
    operations = [migrations.RunPython(make_cache, migrations.RunPython.noop)]
