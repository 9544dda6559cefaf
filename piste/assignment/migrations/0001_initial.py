import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import piste.kernel.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("history", "0001_initial"),
        ("pipeline", "0004_leads"),
        ("teams", "0005_leads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "mode",
                    models.CharField(
                        choices=[("off", "Off"), ("by_hand", "By button"), ("by_clock", "By the clock, and by button")],
                        default="off",
                        max_length=8,
                        verbose_name="automatic assignment",
                    ),
                ),
                (
                    "every",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="every",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("minutes", "minutes"), ("hours", "hours"), ("days", "days"), ("weeks", "weeks")],
                        default="days",
                        max_length=7,
                        verbose_name="unit",
                    ),
                ),
                (
                    "min_age_hours",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(9999)],
                        verbose_name="at least so many hours old",
                    ),
                ),
                (
                    "max_age_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[django.core.validators.MaxValueValidator(9999)],
                        verbose_name="at most so many days old",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ignore_today", models.BooleanField(default=False)),
                ("started_at", models.DateTimeField(default=piste.kernel.clock.now)),
                ("beat_at", models.DateTimeField(default=piste.kernel.clock.now)),
                ("finished_at", models.DateTimeField(null=True)),
                ("at_work", models.BooleanField(default=True)),
                ("token", models.CharField(blank=True, max_length=32)),
                ("planned", models.PositiveIntegerField(default=0)),
                ("given", models.PositiveIntegerField(default=0)),
                ("left_over", models.JSONField(default=dict)),
                ("skipped", models.JSONField(default=list)),
                ("error", models.TextField(blank=True)),
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
                    "change_set",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="history.changeset"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.team"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.JSONField(default=dict)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="placements", to="pipeline.lead"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.team"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="placements", to="assignment.run"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Leftover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("age", "too old or too new"),
                            ("no_team", "no team filter fits"),
                            ("no_member", "no member filter fits"),
                            ("full", "quota or cap reached"),
                            ("changed", "changed meanwhile"),
                            ("failed", "failed"),
                        ],
                        max_length=9,
                    ),
                ),
                ("cause", models.CharField(blank=True, max_length=300)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pipeline.lead"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leftovers", to="assignment.run"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Served",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "membership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="served", to="teams.membership"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("at_work", True)), fields=("at_work",), name="one_run_at_work"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(fields=("run", "lead"), name="placed_once_in_a_run"),
        ),
    ]
