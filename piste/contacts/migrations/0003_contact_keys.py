import django.db.models.deletion
from django.db import migrations, models

READ_AT_ONCE = 2000


def fill(apps, schema_editor):
    ContactKey = apps.get_model("contacts", "ContactKey")
    for noun in ("company", "person"):
        rows, last = apps.get_model("contacts", noun).objects.order_by("pk"), 0
        while some := list(rows.filter(pk__gt=last)[:READ_AT_ONCE]):
            ContactKey.objects.bulk_create(
                ContactKey(kind=kind, value=value[:254], **{noun: row}) for row in some for kind, value in _keys(row)
            )
            last = some[-1].pk


def _keys(row):
    yield from (("email", one["value"]) for one in row.emails)
    yield from (("phone", one["value"]) for one in row.phones if not one.get("invalid"))
    yield from (("domain", domain) for domain in getattr(row, "domains", []))


class Migration(migrations.Migration):
    """What contacts are recognised by."""

    dependencies = [("contacts", "0002_defaults")]

    operations = [
        migrations.CreateModel(
            name="ContactKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("email", "E-mail"), ("phone", "Phone"), ("domain", "Domain")], max_length=6
                    ),
                ),
                ("value", models.CharField(max_length=254)),
                (
                    "company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contacts.company",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contacts.person"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["value", "kind"], name="contact_key")]},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
