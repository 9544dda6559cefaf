import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assignment", "0003_defaults"),
        ("pipeline", "0007_company_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="on_arrival",
            field=models.BooleanField(default=False, verbose_name="give new records at once"),
        ),
        migrations.AddField(
            model_name="run",
            name="on_arrival",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="arrival", to="pipeline.lead"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arrivals",
                        to="assignment.run",
                    ),
                ),
            ],
        ),
    ]
