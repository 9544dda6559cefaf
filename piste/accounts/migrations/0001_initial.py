import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import piste.accounts.models
import piste.kernel.clock
import piste.kernel.search


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("search_text", piste.kernel.search.SearchField(default="", editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("password", models.CharField(editable=False, max_length=128, verbose_name="password")),
                ("session_generation", models.PositiveIntegerField(default=1, editable=False)),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("own", "Salesperson: own records"),
                            ("team", "Salesperson: records of own teams"),
                            ("all", "Salesperson: all records"),
                            ("manager", "Sales manager"),
                            ("administrator", "Administrator"),
                            ("observer_team", "Observer: records of own teams"),
                            ("observer_all", "Observer: all records"),
                            ("outside", "Outside sales: own activities only"),
                        ],
                        default="own",
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French")],
                        default="en",
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=50,
                        validators=[piste.accounts.models.check_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        choices=[("system", "As the system"), ("light", "Light"), ("dark", "Dark")],
                        default="system",
                        max_length=6,
                        verbose_name="theme",
                    ),
                ),
                (
                    "density",
                    models.CharField(
                        choices=[("comfortable", "Comfortable"), ("compact", "Compact")],
                        default="comfortable",
                        max_length=11,
                        verbose_name="density",
                    ),
                ),
                ("win_messages", models.BooleanField(default=True, verbose_name="win messages")),
                ("single_keys", models.BooleanField(default=True, verbose_name="single-key shortcuts")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(default="Piste", max_length=120, verbose_name="company")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French")],
                        default="en",
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                ("country", models.CharField(default="FR", max_length=2, verbose_name="country")),
                (
                    "time_zone",
                    models.CharField(
                        default="Europe/Paris",
                        max_length=50,
                        validators=[piste.accounts.models.check_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("one_team_per_person", models.BooleanField(default=False, verbose_name="one team per person")),
                (
                    "salespeople_create_reasons",
                    models.BooleanField(default=True, verbose_name="salespeople may create loss reasons"),
                ),
                ("set_up_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=piste.kernel.clock.now)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
