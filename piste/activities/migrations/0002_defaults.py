from django.db import migrations

TYPES = [
    ("E-mail", "E-mail", "mail", 7, "email", 0),
    ("Call", "Appel", "phone", 4, "call", 2),
    ("Meeting", "Rendez-vous", "calendar", 9, "meeting", 0),
    ("To-do", "À faire", "todo", 2, "none", 5),
    ("Send quote", "Envoyer un devis", "file", 5, "none", 5),
    ("Upload document", "Déposer un document", "upload", 8, "upload", 5),
    ("Support request", "Demande d’assistance", "help", 10, "none", 1),
]


def make(apps, schema_editor):
    ActivityType = apps.get_model("activities", "ActivityType")
    ActivityType.objects.bulk_create(
        ActivityType(
            name_en=english,
            name_fr=french,
            icon=icon,
            colour=colour,
            action=action,
            delay=delay,
            sequence=10 * place,
        )
        for place, (english, french, icon, colour, action, delay) in enumerate(TYPES, 1)
    )


class Migration(migrations.Migration):
    """The types of 03.2."""

    dependencies = [("activities", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
