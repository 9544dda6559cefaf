from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import piste.kernel.clock
import piste.kernel.search


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("activities", "0001_initial"),
        ("contacts", "0001_initial"),
        ("teams", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LossReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                ("name_fr", models.CharField(blank=True, max_length=80, verbose_name="French name")),
                ("archived", models.BooleanField(default=False, editable=False, verbose_name="archived")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                ("name_fr", models.CharField(blank=True, max_length=80, verbose_name="French name")),
                ("sequence", models.PositiveSmallIntegerField(default=10, verbose_name="sequence")),
                ("is_won", models.BooleanField(default=False, verbose_name="won stage")),
                ("folded", models.BooleanField(default=False, verbose_name="folded")),
                ("requirements", models.TextField(blank=True, verbose_name="requirements")),
                ("rotting_days", models.PositiveSmallIntegerField(default=0, verbose_name="days until rotting")),
                (
                    "default_probability",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("10"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="default probability",
                    ),
                ),
                ("required_fields", models.JSONField(blank=True, default=list, verbose_name="required fields")),
                (
                    "teams",
                    models.ManyToManyField(
                        blank=True, related_name="stages", to="teams.team", verbose_name="only for the teams"
                    ),
                ),
            ],
            options={
                "ordering": ["sequence", "id"],
            },
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("search_text", piste.kernel.search.SearchField(default="", editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("lead", "Lead"), ("opportunity", "Opportunity")],
                        default="opportunity",
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("open", "Open"), ("won", "Won"), ("lost", "Lost")],
                        default="open",
                        max_length=4,
                        verbose_name="outcome",
                    ),
                ),
                ("archived", models.BooleanField(default=False, verbose_name="archived")),
                (
                    "stage_since",
                    models.DateTimeField(default=piste.kernel.clock.now, verbose_name="in this stage since"),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "probability",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="probability",
                    ),
                ),
                (
                    "automatic_probability",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="automatic probability",
                    ),
                ),
                (
                    "probability_mode",
                    models.CharField(
                        choices=[("automatic", "Automatic"), ("manual", "Manual")],
                        default="automatic",
                        max_length=9,
                        verbose_name="probability mode",
                    ),
                ),
                ("assigned_at", models.DateTimeField(blank=True, null=True, verbose_name="assigned")),
                ("converted_at", models.DateTimeField(blank=True, null=True, verbose_name="converted")),
                ("created_at", models.DateTimeField(default=piste.kernel.clock.now, verbose_name="created")),
                ("touched_at", models.DateTimeField(default=piste.kernel.clock.now, editable=False)),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="contact name")),
                ("company_name", models.CharField(blank=True, max_length=200, verbose_name="company name")),
                ("job_title", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-mail")),
                ("extra_emails", models.JSONField(blank=True, default=list, verbose_name="other e-mails")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="phone")),
                ("mobile", models.CharField(blank=True, max_length=60, verbose_name="mobile")),
                ("website", models.CharField(blank=True, max_length=200, verbose_name="website")),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street")),
                ("street2", models.CharField(blank=True, max_length=200, verbose_name="street, second line")),
                ("postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                ("region", models.CharField(blank=True, max_length=100, verbose_name="region")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("language", models.CharField(blank=True, max_length=5, verbose_name="language")),
                (
                    "expected_revenue",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="expected revenue",
                    ),
                ),
                (
                    "weighted_revenue",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), editable=False, max_digits=14),
                ),
                ("expected_closing", models.DateField(blank=True, null=True, verbose_name="expected closing")),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Low"), (1, "Medium"), (2, "High"), (3, "Very high")],
                        default=0,
                        verbose_name="priority",
                    ),
                ),
                (
                    "colour",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(11)], verbose_name="colour"
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("rank", models.FloatField(default=0, editable=False)),
                ("source", models.CharField(blank=True, max_length=80, verbose_name="source")),
                ("medium", models.CharField(blank=True, max_length=80, verbose_name="medium")),
                ("campaign", models.CharField(blank=True, max_length=80, verbose_name="campaign")),
                ("referrer", models.CharField(blank=True, max_length=120, verbose_name="referred by")),
                ("next_due", models.DateTimeField(editable=False, null=True)),
                (
                    "on_board",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                models.Q(
                                    ("archived", False),
                                    ("deleted_at__isnull", True),
                                    ("kind", "opportunity"),
                                    ("outcome__in", ["open", "won"]),
                                ),
                                then=True,
                            ),
                            default=False,
                        ),
                        output_field=models.BooleanField(),
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="leads",
                        to="contacts.company",
                        verbose_name="company",
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
                    "next_activity",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="activities.activity",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="salesperson",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="leads",
                        to="contacts.person",
                        verbose_name="contact",
                    ),
                ),
                (
                    "tags",
                    models.ManyToManyField(blank=True, related_name="leads", to="contacts.tag", verbose_name="tags"),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="teams.team",
                        verbose_name="sales team",
                    ),
                ),
                (
                    "lost_reason",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="pipeline.lossreason",
                        verbose_name="loss reason",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="pipeline.stage",
                        verbose_name="stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "opportunity",
                "verbose_name_plural": "opportunities",
                "indexes": [
                    models.Index(
                        condition=models.Q(("on_board", True)), fields=["stage", "-priority", "-id"], name="board"
                    ),
                    models.Index(
                        condition=models.Q(("on_board", True)),
                        fields=["owner", "stage", "-priority", "-id"],
                        name="board_owner",
                    ),
                    models.Index(
                        condition=models.Q(("on_board", True)),
                        fields=["team", "stage", "-priority", "-id"],
                        name="board_team",
                    ),
                    models.Index(
                        condition=models.Q(("on_board", True)), fields=["stage", "rank", "id"], name="board_rank"
                    ),
                    models.Index(
                        condition=models.Q(("on_board", True)),
                        fields=["owner", "stage", "rank", "id"],
                        name="board_owner_rank",
                    ),
                    models.Index(
                        condition=models.Q(("on_board", True)), fields=["stage", "-closed_at", "-id"], name="board_won"
                    ),
                    models.Index(
                        condition=models.Q(("on_board", True)),
                        fields=["owner", "stage", "-closed_at", "-id"],
                        name="board_owner_won",
                    ),
                    models.Index(fields=["outcome", "-closed_at", "-id"], name="lead_closed"),
                    models.Index(fields=["owner", "outcome", "-closed_at", "-id"], name="lead_owner_closed"),
                    models.Index(fields=["-created_at", "-id"], name="lead_created"),
                    models.Index(fields=["email"], name="lead_email"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "won"), _negated=True),
                            models.Q(("closed_at__isnull", False), ("probability", 100)),
                            _connector="OR",
                        ),
                        name="won_is_certain",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "lost"), _negated=True),
                            models.Q(("closed_at__isnull", False), ("probability", 0)),
                            _connector="OR",
                        ),
                        name="lost_is_hopeless",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "open"), _negated=True), ("closed_at__isnull", True), _connector="OR"
                        ),
                        name="open_is_not_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "won"), _negated=True), ("kind", "opportunity"), _connector="OR"
                        ),
                        name="leads_are_not_won",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due", models.DateTimeField(null=True)),
                ("count", models.IntegerField()),
                ("revenue", models.DecimalField(decimal_places=2, max_digits=20)),
                ("weighted", models.DecimalField(decimal_places=2, max_digits=20)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="teams.team"
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pipeline.stage"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["owner", "stage"], name="board_total_owner")],
            },
        ),
    ]
