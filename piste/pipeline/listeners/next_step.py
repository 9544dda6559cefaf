"""Each record knows its next activity, because every card shows it."""

from piste.activities.models import Activity
from piste.history import events
from piste.history.models import Event
from piste.kernel.bulk import update_each
from piste.pipeline import totals
from piste.pipeline.models import Lead


@events.on("activity.*")
def follow(told: list[Event]) -> None:
    own = [event for event in told if event.thread_noun == Lead.noun]
    # Where it hangs, and where it hung before its record was merged.
    keys = {key for event in own for key in event.changes.get("thread_id", [event.thread_id])}
    if keys:
        refresh(keys)


@events.on("user.edited", "user.undone")
def follow_time_zones(told: list[Event]) -> None:
    """Who moves to another zone has other due days; activities, on a lower floor, heard of it first."""
    users = [event.row_id for event in told if "time_zone" in event.changes]
    if users:
        theirs = Activity.objects.open().filter(thread_noun=Lead.noun, assignee__in=users)
        refresh(set(theirs.values_list("thread_id", flat=True)))


def refresh(keys: set[int]) -> None:
    """Finds the earliest open activity of each record anew."""
    found = Activity.objects.open().filter(thread_noun=Lead.noun, thread_id__in=keys).in_time_order()
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
