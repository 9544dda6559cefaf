from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0003_activity_words"),
        ("contacts", "0004_merging"),
        ("pipeline", "0007_company_names"),
        ("teams", "0007_first_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="lead",
            name="answered_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="first answer"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(
                    ("answered_at", None), ("archived", False), ("closed_at", None), ("deleted_at", None)
                ),
                fields=["team", "created_at"],
                name="lead_unanswered",
            ),
        ),
    ]
