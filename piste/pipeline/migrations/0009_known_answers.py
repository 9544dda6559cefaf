"""The first answers that were given before records knew theirs."""

from django.db import migrations
from django.db.models import F, OuterRef, Q, Subquery


def find(apps, schema_editor):
    Lead = apps.get_model("pipeline", "Lead")
    calls = apps.get_model("messages", "Note").objects.filter(
        thread_noun="lead", thread_id=OuterRef("pk"), kind="call", deleted_at=None
    )
    done = apps.get_model("activities", "Activity").objects.filter(
        thread_noun="lead",
        thread_id=OuterRef("pk"),
        state="done",
        deleted_at=None,
        type__action__in=("call", "email", "meeting"),
    )
    for found in (
        Subquery(calls.order_by("at").values("at")[:1]),
        Subquery(done.order_by("closed_at").values("closed_at")[:1]),
    ):
        rows = Lead.objects.annotate(found=found).exclude(found=None)
        rows.filter(Q(answered_at=None) | Q(answered_at__gt=F("found"))).update(answered_at=found)


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0008_first_answers"),
        ("messages", "0003_note_words"),
        ("activities", "0003_activity_words"),
    ]

    operations = [migrations.RunPython(find, migrations.RunPython.noop)]
