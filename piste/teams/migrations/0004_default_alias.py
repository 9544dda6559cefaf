from django.db import migrations


def name(apps, schema_editor):
    teams = apps.get_model("teams", "Team").objects
    team = teams.exclude(default_since=None).filter(deleted_at=None).order_by("-default_since", "-id").first()
    if team and not team.alias and not teams.filter(alias="sales").exists():
        team.alias = "sales"
        team.save(update_fields=["alias"])


class Migration(migrations.Migration):
    """The default team answers to `sales` (05.2)."""

    dependencies = [("teams", "0003_assignment")]
    operations = [migrations.RunPython(name, migrations.RunPython.noop)]
