from django.db import migrations, models
from django.db.models import OuterRef, Subquery

import piste.kernel.clock


def when_their_runs_began(apps, schema_editor):
    """What was given before is of the time of its run."""
    runs = apps.get_model("assignment", "Run").objects.filter(pk=OuterRef("run")).values("started_at")
    apps.get_model("assignment", "Placement").objects.update(at=Subquery(runs))


class Migration(migrations.Migration):
    dependencies = [
        ("assignment", "0004_arrivals"),
    ]

    operations = [
        migrations.AddField(
            model_name="placement",
            name="at",
            field=models.DateTimeField(default=piste.kernel.clock.now),
        ),
        migrations.AddField(
            model_name="placement",
            name="taken_back",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(when_their_runs_began, migrations.RunPython.noop),
    ]
