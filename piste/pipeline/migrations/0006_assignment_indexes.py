from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0002_defaults"),
        ("contacts", "0002_defaults"),
        ("pipeline", "0005_merging"),
        ("teams", "0005_leads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["assigned_at", "team", "owner"], name="lead_assigned"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("archived", False), ("closed_at", None), ("deleted_at", None), ("owner", None)),
                fields=["team", "kind", "created_at"],
                name="lead_waiting",
            ),
        ),
    ]
