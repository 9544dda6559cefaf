from django.db import migrations, models

from piste.kernel.migrating import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("pipeline", "0014_names_for_people")]

    operations = [
        AddIndexBeside(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("deleted_at", None), ("on_board", True)),
                fields=["team", "expected_closing", "owner", "expected_revenue"],
                name="lead_late",
            ),
        ),
    ]
