from importlib import import_module

from django.db import migrations

READ_AT_ONCE = 2000


def fill(apps, schema_editor):
    keep = import_module("piste.contacts.migrations.0004_merging").keep
    Lead, last = apps.get_model("pipeline", "Lead"), ""
    names = Lead.objects.order_by("company_key").values_list("company_key", flat=True).distinct()
    while some := list(names.filter(company_key__gt=last)[:READ_AT_ONCE]):
        keep(apps, set(some))
        last = some[-1]


class Migration(migrations.Migration):
    """The names of companies on records are found by similar ones."""

    dependencies = [("contacts", "0004_merging"), ("pipeline", "0006_assignment_indexes")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
