import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import piste.history.encoding
import piste.kernel.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40)),
                ("via", models.CharField(max_length=16)),
                ("at", models.DateTimeField(default=piste.kernel.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="history.changeset",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("noun", models.CharField(max_length=16)),
                ("row_id", models.BigIntegerField()),
                ("thread_noun", models.CharField(max_length=16)),
                ("thread_id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("changes", models.JSONField(default=dict, encoder=piste.history.encoding.ExactEncoder)),
                ("facts", models.JSONField(default=dict, encoder=piste.history.encoding.ExactEncoder)),
                ("at", models.DateTimeField(default=piste.kernel.clock.now)),
                (
                    "change_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="history.changeset"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="changeset",
            index=models.Index(fields=["by", "-id"], name="change_set_by"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["thread_noun", "thread_id", "-at", "-id"], name="event_thread"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["noun", "row_id", "-id"], name="event_row"),
        ),
    ]
