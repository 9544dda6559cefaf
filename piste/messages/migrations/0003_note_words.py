from django.db import migrations

import piste.kernel.search
from piste.kernel.search import index_text
from piste.messages.rich import plain_text

AT_ONCE = 500


def index(apps, schema_editor):
    """Notes that are there already are found too."""
    Note = apps.get_model("messages", "Note")
    notes = []
    for note in Note.objects.exclude(body="").only("id", "body").iterator(AT_ONCE):
        note.search_text = index_text([plain_text(note.body)])
        notes.append(note)
        if len(notes) == AT_ONCE:
            Note.objects.bulk_update(notes, ["search_text"])
            notes = []
    Note.objects.bulk_update(notes, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [("messages", "0002_contacts_follow")]
    operations = [
        migrations.AddField("note", "search_text", piste.kernel.search.SearchField(default="", editable=False)),
        migrations.RunPython(index, migrations.RunPython.noop),
    ]
