from django.conf import settings
from django.db import migrations, models

from piste.kernel.migrating import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("activities", "0003_activity_words"),
        ("contacts", "0005_shared"),
        ("pipeline", "0010_recurring"),
        ("teams", "0007_first_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexBeside(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("on_board", True)),
                fields=[
                    "stage",
                    "owner",
                    "team",
                    "created_at",
                    "expected_closing",
                    "expected_revenue",
                    "probability",
                    "id",
                ],
                name="board_figures",
            ),
        ),
    ]
