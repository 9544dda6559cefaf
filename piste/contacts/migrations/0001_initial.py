import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import piste.kernel.search


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("teams", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                ("name_fr", models.CharField(blank=True, max_length=80, verbose_name="French name")),
                (
                    "colour",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(11)], verbose_name="colour"
                    ),
                ),
                ("archived", models.BooleanField(default=False, editable=False, verbose_name="archived")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Company",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("search_text", piste.kernel.search.SearchField(default="", editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("emails", models.JSONField(blank=True, default=list, verbose_name="e-mails")),
                ("phones", models.JSONField(blank=True, default=list, verbose_name="phones")),
                ("email", models.CharField(blank=True, editable=False, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, editable=False, max_length=60, verbose_name="phone")),
                ("name_key", models.CharField(editable=False, max_length=220)),
                ("website", models.CharField(blank=True, max_length=200, verbose_name="website")),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street")),
                ("street2", models.CharField(blank=True, max_length=200, verbose_name="street, second line")),
                ("postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                ("region", models.CharField(blank=True, max_length=100, verbose_name="region")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("language", models.CharField(blank=True, max_length=5, verbose_name="language")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("archived", models.BooleanField(default=False, editable=False, verbose_name="archived")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("legal_name", models.CharField(blank=True, max_length=200, verbose_name="legal name")),
                ("domains", models.JSONField(blank=True, default=list, verbose_name="domains")),
                ("industry", models.CharField(blank=True, max_length=80, verbose_name="industry")),
                ("employees", models.PositiveIntegerField(blank=True, null=True, verbose_name="employees")),
                (
                    "registration_number",
                    models.CharField(blank=True, max_length=40, verbose_name="registration number"),
                ),
                ("tax_number", models.CharField(blank=True, max_length=40, verbose_name="tax number")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="salesperson",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="children",
                        to="contacts.company",
                        verbose_name="parent company",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="teams.team",
                        verbose_name="team",
                    ),
                ),
                ("tags", models.ManyToManyField(blank=True, related_name="+", to="contacts.tag", verbose_name="tags")),
            ],
            options={
                "verbose_name": "company",
                "verbose_name_plural": "companies",
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("search_text", piste.kernel.search.SearchField(default="", editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("emails", models.JSONField(blank=True, default=list, verbose_name="e-mails")),
                ("phones", models.JSONField(blank=True, default=list, verbose_name="phones")),
                ("email", models.CharField(blank=True, editable=False, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, editable=False, max_length=60, verbose_name="phone")),
                ("name_key", models.CharField(editable=False, max_length=220)),
                ("website", models.CharField(blank=True, max_length=200, verbose_name="website")),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street")),
                ("street2", models.CharField(blank=True, max_length=200, verbose_name="street, second line")),
                ("postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                ("region", models.CharField(blank=True, max_length=100, verbose_name="region")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("language", models.CharField(blank=True, max_length=5, verbose_name="language")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("archived", models.BooleanField(default=False, editable=False, verbose_name="archived")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("first_name", models.CharField(blank=True, max_length=100, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=100, verbose_name="last name")),
                ("job_title", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                ("time_zone", models.CharField(blank=True, max_length=50, verbose_name="time zone")),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="people",
                        to="contacts.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="salesperson",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="teams.team",
                        verbose_name="team",
                    ),
                ),
                ("tags", models.ManyToManyField(blank=True, related_name="+", to="contacts.tag", verbose_name="tags")),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "indexes": [
                    models.Index(fields=["name_key", "id"], name="person_name"),
                    models.Index(fields=["email"], name="person_email"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(fields=["name_key", "id"], name="company_name"),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(fields=["email"], name="company_email"),
        ),
    ]
