"""What a plan collides with: a warning, never a refusal (03.12)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from piste.activities.models import Activity
from piste.activities.targets import Target

# A timed activity has no stored length before it is done.
LASTS = timedelta(minutes=30)
SHOWN = 5


def overlaps(target: Target, typed: dict[str, Any], *, user) -> list[Activity]:
    """Open ones that the user sees: of the same type on these records by a colleague, or of the assignee at that time.

    `typed` are the values of the plan so far; type and assignee are among them.
    """
    assignee = typed["assignee"]
    colleagues = Q(thread_noun=target.noun, thread_id__in=target.keys, type=typed["type"]) & ~Q(assignee=assignee)
    collides = colleagues | _at_that_time(assignee, typed.get("due_on"), typed.get("due_time"))
    found = Activity.objects.visible_to(user).open().filter(collides)
    if target.activity:
        found = found.exclude(pk=target.activity.pk)
    return list(found.select_related("type", "assignee").in_time_order()[:SHOWN])


def _at_that_time(assignee, due_on: date | None, due_time: time | None) -> Q:
    if due_on is None or due_time is None:
        return Q(pk__in=[])
    at = datetime.combine(due_on, due_time)
    around = Q()
    for moment, comparison in ((at - LASTS, "gt"), (at + LASTS, "lt")):
        if moment.date() == due_on:
            around &= Q(**{f"due_time__{comparison}": moment.time()})
    return Q(assignee=assignee, due_on=due_on, due_time__isnull=False) & around
