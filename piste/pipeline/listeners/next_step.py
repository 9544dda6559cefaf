"""Each record knows its next activity, because every card shows it."""

from piste.activities.models import Activity
from piste.history import events
from piste.history.models import Event
from piste.kernel.bulk import update_each
from piste.pipeline import totals
from piste.pipeline.models import Lead


@events.on("activity.*")
def follow(told: list[Event]) -> None:
    keys = {event.thread_id for event in told if event.thread_noun == Lead.noun}
    if keys:
        refresh(keys)


def refresh(keys: set[int]) -> None:
    """Finds the earliest open activity of each record anew."""
    found = Activity.objects.open().filter(thread_noun=Lead.noun, thread_id__in=keys).order_by("due", "due_time", "id")
    earliest: dict[int, tuple] = {}
    for key, activity, due in found.values_list("thread_id", "pk", "due"):
        earliest.setdefault(key, (activity, due))
    stale = [
        lead
        for lead in Lead._base_manager.filter(pk__in=keys).only("pk", "next_activity_id", "next_due")
        if (lead.next_activity_id, lead.next_due) != earliest.get(lead.pk, (None, None))
    ]
    before = totals.standings([lead.pk for lead in stale])
    for lead in stale:
        lead.next_activity_id, lead.next_due = earliest.get(lead.pk, (None, None))
    update_each(stale, ["next_activity", "next_due"])
    totals.shift(before.values(), totals.standings(before).values())
