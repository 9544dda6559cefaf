import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from piste.kernel.bulk import update_each
from piste.kernel.similar import marks, name_key

READ_AT_ONCE = 2000


def fill(apps, schema_editor):
    rows, last = apps.get_model("contacts", "Company").objects.only("pk", "name").order_by("pk"), 0
    while some := list(rows.filter(pk__gt=last)[:READ_AT_ONCE]):
        for company in some:
            company.match_key = name_key(company.name)[:220]
        update_each(some, ["match_key"])
        keep(apps, {company.match_key for company in some} - {""})
        last = some[-1].pk


def keep(apps, keys):
    CompanyName, NameMark = apps.get_model("contacts", "CompanyName"), apps.get_model("contacts", "NameMark")
    new = keys.difference(CompanyName.objects.filter(key__in=keys).values_list("key", flat=True))
    CompanyName.objects.bulk_create(CompanyName(key=key) for key in sorted(new))
    rows = CompanyName.objects.filter(key__in=new)
    NameMark.objects.bulk_create(NameMark(name=row, mark=mark) for row in rows for mark in sorted(marks(row.key)))


class Migration(migrations.Migration):
    """Contacts are merged, told apart, and found by similar names."""

    dependencies = [
        ("contacts", "0003_contact_keys"),
        ("teams", "0005_leads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Apart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("of", models.CharField(max_length=16)),
                ("low", models.BigIntegerField()),
                ("high", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="CompanyName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=220, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="NameMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name="company",
            name="absorbed_words",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="company",
            name="match_key",
            field=models.CharField(default="", editable=False, max_length=220),
        ),
        migrations.AddField(
            model_name="company",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="absorbed",
                to="contacts.company",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="absorbed_words",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="absorbed",
                to="contacts.person",
                verbose_name="merged into",
            ),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(fields=["match_key"], name="company_match"),
        ),
        migrations.AddIndex(
            model_name="apart",
            index=models.Index(fields=["of", "low"], name="apart_low"),
        ),
        migrations.AddIndex(
            model_name="apart",
            index=models.Index(fields=["of", "high"], name="apart_high"),
        ),
        migrations.AddField(
            model_name="namemark",
            name="name",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="contacts.companyname"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
