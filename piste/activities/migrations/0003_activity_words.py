from django.db import migrations

import piste.kernel.search
from piste.kernel.search import index_text
from piste.messages.rich import plain_text

AT_ONCE = 500
TEXTS = ("summary", "instructions", "feedback")


def index(apps, schema_editor):
    """Activities that are there already are found too."""
    Activity = apps.get_model("activities", "Activity")
    activities = []
    for activity in Activity.objects.exclude(summary="", instructions="", feedback="").only(*TEXTS).iterator(AT_ONCE):
        words = [activity.summary, plain_text(activity.instructions), activity.feedback]
        activity.search_text = index_text(words)
        activities.append(activity)
        if len(activities) == AT_ONCE:
            Activity.objects.bulk_update(activities, ["search_text"])
            activities = []
    Activity.objects.bulk_update(activities, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [("activities", "0002_defaults")]
    operations = [
        migrations.AddField("activity", "search_text", piste.kernel.search.SearchField(default="", editable=False)),
        migrations.RunPython(index, migrations.RunPython.noop),
    ]
