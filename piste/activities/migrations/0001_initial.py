import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import piste.kernel.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                ("name_fr", models.CharField(blank=True, max_length=80, verbose_name="French name")),
                ("icon", models.CharField(default="check", max_length=30, verbose_name="icon")),
                (
                    "colour",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(11)], verbose_name="colour"
                    ),
                ),
                ("sequence", models.PositiveSmallIntegerField(default=10, verbose_name="sequence")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("none", "Nothing"),
                            ("call", "Call"),
                            ("email", "E-mail"),
                            ("meeting", "Meeting"),
                            ("upload", "Upload document"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="action",
                    ),
                ),
                ("delay", models.PositiveSmallIntegerField(default=0, verbose_name="default delay")),
                (
                    "delay_unit",
                    models.CharField(
                        choices=[("days", "days"), ("weeks", "weeks"), ("months", "months")],
                        default="days",
                        max_length=6,
                        verbose_name="unit",
                    ),
                ),
                (
                    "delay_from",
                    models.CharField(
                        choices=[("completion", "after completion"), ("deadline", "after the previous deadline")],
                        default="completion",
                        max_length=10,
                        verbose_name="counted",
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=200, verbose_name="default summary")),
                ("instructions", models.TextField(blank=True, verbose_name="default instructions")),
                ("applies_to", models.JSONField(blank=True, default=list, verbose_name="applies to")),
                ("keep_done", models.BooleanField(default=True, verbose_name="keep done activities visible")),
                ("archived", models.BooleanField(default=False, editable=False, verbose_name="archived")),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="default assignee",
                    ),
                ),
                (
                    "suggested_next",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="activities.activitytype", verbose_name="suggest next"
                    ),
                ),
                (
                    "triggered_next",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="activities.activitytype",
                        verbose_name="create next at once",
                    ),
                ),
            ],
            options={
                "ordering": ["sequence", "id"],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("thread_noun", models.CharField(editable=False, max_length=16)),
                ("thread_id", models.BigIntegerField(editable=False)),
                ("summary", models.CharField(blank=True, max_length=200, verbose_name="summary")),
                ("instructions", models.TextField(blank=True, verbose_name="instructions")),
                ("due_on", models.DateField(verbose_name="deadline")),
                ("due_time", models.TimeField(blank=True, null=True, verbose_name="time")),
                ("due", models.DateTimeField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("cancelled", "Cancelled")],
                        default="open",
                        editable=False,
                        max_length=9,
                    ),
                ),
                (
                    "pending",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(models.Q(("deleted_at__isnull", True), ("state", "open")), then=True),
                            default=False,
                        ),
                        output_field=models.BooleanField(),
                    ),
                ),
                ("feedback", models.TextField(blank=True, verbose_name="feedback")),
                ("minutes", models.PositiveIntegerField(blank=True, null=True, verbose_name="duration in minutes")),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("cancelled_with_record", models.BooleanField(default=False, editable=False)),
                ("survives_closing", models.BooleanField(default=False, editable=False)),
                ("snoozes", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "origin",
                    models.CharField(
                        choices=[("hand", "by hand"), ("chain", "after another activity"), ("plan", "by a plan")],
                        default="hand",
                        editable=False,
                        max_length=5,
                    ),
                ),
                ("created_at", models.DateTimeField(default=piste.kernel.clock.now, editable=False)),
                (
                    "assignee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followed_by",
                        to="activities.activity",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.activitytype",
                        verbose_name="type",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "indexes": [
                    models.Index(
                        condition=models.Q(("pending", True)),
                        fields=["thread_noun", "thread_id", "due"],
                        name="activity_open_thread",
                    ),
                    models.Index(
                        condition=models.Q(("pending", True)), fields=["assignee", "due"], name="activity_open_mine"
                    ),
                    models.Index(condition=models.Q(("pending", True)), fields=["due", "id"], name="activity_open_all"),
                    models.Index(fields=["thread_noun", "thread_id", "-closed_at"], name="activity_thread"),
                    models.Index(
                        condition=models.Q(("pending", False)),
                        fields=["assignee", "-closed_at"],
                        name="activity_closed_mine",
                    ),
                    models.Index(
                        condition=models.Q(("pending", False)), fields=["-closed_at", "-id"], name="activity_closed_all"
                    ),
                ],
            },
        ),
    ]
