"""How many activities wait for somebody."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from piste.activities.models import Activity
from piste.activities.records import names_of
from piste.activities.states import Urgency, within
from piste.history.subjects import timelines
from piste.kernel.clock import now
from piste.kernel.prepared import prepared


@dataclass(frozen=True, slots=True)
class Group:
    """The open activities on one kind of record."""

    noun: str
    name: str
    late: int
    today: int
    later: int


def for_user(user) -> int:
    """His late ones and those of today: the number on the button of the top bar."""
    return sum(_waiting(user.pk, now()))


@prepared
def _waiting(assignee: int, at: datetime) -> QuerySet:
    waiting = Activity.objects.open().filter(assignee=assignee, due__lte=at).order_by()
    return waiting.values("assignee").annotate(count=Count("pk")).values_list("count", flat=True)


def by_noun(user) -> list[Group]:
    counted = (
        Activity.objects.open()
        .filter(assignee=user)
        .values("thread_noun")
        .annotate(late=_count(Urgency.OVERDUE), today=_count(Urgency.TODAY), later=_count(Urgency.PLANNED))
    )
    found = {row["thread_noun"]: row for row in counted.order_by()}
    return [
        Group(noun, names_of(noun), row["late"], row["today"], row["later"])
        for noun in timelines()
        if (row := found.get(noun))
    ]


def _count(state: str) -> Count:
    at: Q = within(state, now())
    return Count("pk", filter=at)
