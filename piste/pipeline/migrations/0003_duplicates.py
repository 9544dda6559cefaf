import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from piste.kernel.bulk import update_each
from piste.kernel.normal import domain_of
from piste.kernel.similar import name_key

READ_AT_ONCE = 2000


def fill(apps, schema_editor):
    Lead, ExtraEmail = apps.get_model("pipeline", "Lead"), apps.get_model("pipeline", "ExtraEmail")
    rows = Lead.objects.select_related("company").only(
        "company__name", "company_name", "website", "email", "extra_emails"
    )
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:READ_AT_ONCE]):
        for lead in some:
            lead.company_key = name_key(lead.company.name if lead.company else lead.company_name)[:220]
            lead.domain = domain_of(lead.website, lead.email)
        update_each(some, ["company_key", "domain"])
        ExtraEmail.objects.bulk_create(ExtraEmail(lead=lead, value=one) for lead in some for one in lead.extra_emails)
        last = some[-1].pk


class Migration(migrations.Migration):
    """What duplicates are found by, and the record that took another one up."""

    dependencies = [
        ("activities", "0002_defaults"),
        ("contacts", "0002_defaults"),
        ("pipeline", "0002_defaults"),
        ("teams", "0002_defaults"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExtraEmail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(db_index=True, max_length=254)),
            ],
        ),
        migrations.AddField(
            model_name="lead",
            name="company_key",
            field=models.CharField(default="", editable=False, max_length=220),
        ),
        migrations.AddField(
            model_name="lead",
            name="domain",
            field=models.CharField(default="", editable=False, max_length=255),
        ),
        migrations.AddField(
            model_name="lead",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="absorbed",
                to="pipeline.lead",
                verbose_name="merged into",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["phone"], name="lead_phone"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["mobile"], name="lead_mobile"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["domain"], name="lead_domain"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["company_key"], name="lead_company_key"),
        ),
        migrations.AddField(
            model_name="extraemail",
            name="lead",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pipeline.lead"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
