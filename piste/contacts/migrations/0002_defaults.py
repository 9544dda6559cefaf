from django.db import migrations

TAGS = [
    ("Product", "Produit", 0),
    ("Software", "Logiciel", 7),
    ("Services", "Services", 5),
    ("Information", "Information", 6),
    ("Design", "Design", 10),
    ("Training", "Formation", 2),
    ("Consulting", "Conseil", 9),
    ("Other", "Autre", 11),
]


def make(apps, schema_editor):
    Tag = apps.get_model("contacts", "Tag")
    Tag.objects.bulk_create(Tag(name_en=english, name_fr=french, colour=colour) for english, french, colour in TAGS)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
