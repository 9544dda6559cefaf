"""What a user did lately, act by act (14.15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from piste.history import reach, wording
from piste.history.labels import Labels, Line
from piste.history.models import ChangeSet, Event
from piste.history.subjects import address

LAST = 50
LINES = 3


@dataclass(frozen=True, slots=True)
class Act:
    """One change set: what was done first in it, and on how many records."""

    change_set: ChangeSet
    record: str
    place: reach.Place
    url: str
    sentence: str
    icon: str
    lines: list[Line]
    others: int
    noun: str
    undoable: bool
    undone: bool

    @property
    def at(self) -> datetime:
        return self.change_set.at


def last(user) -> list[Act]:
    """His last 50 acts, newest first."""
    return described(ChangeSet.objects.filter(by=user).newest_first()[:LAST], user)


def described(change_sets: Iterable[ChangeSet], user) -> list[Act]:
    """These acts in their order, as this person reads them; without those that told nothing."""
    change_sets = list(change_sets)
    keys = [change_set.pk for change_set in change_sets]
    undoable = set(ChangeSet.objects.undoable_by(user).filter(pk__in=keys).values_list("pk", flat=True))
    undone = set(ChangeSet.objects.filter(undoes__in=keys).values_list("undoes", flat=True))
    told = Event.objects.filter(change_set__in=keys).order_by().values("change_set")
    told = told.annotate(first=Min("id"), records=Count("thread_id", distinct=True))
    sizes = {size["change_set"]: size for size in told}
    first = Event.objects.select_related("change_set__by").in_bulk([size["first"] for size in sizes.values()])
    labels = Labels(first.values(), user)
    return [
        _act(
            change_set,
            first[size["first"]],
            size["records"],
            labels,
            undoable=change_set.pk in undoable,
            undone=change_set.pk in undone,
        )
        for change_set in change_sets
        if (size := sizes.get(change_set.pk))
    ]


def last_records(user, count: int) -> list[Act]:
    """The records on which he worked last, each once, as far as he still sees them."""
    found: dict[str, Act] = {}
    for act in last(user):
        if act.url:
            found.setdefault(act.url, act)
    seen = reach.visible(user, {act.place for act in found.values()})
    return [act for act in found.values() if act.place in seen][:count]


def _act(change_set: ChangeSet, event: Event, records: int, labels: Labels, *, undoable: bool, undone: bool) -> Act:
    return Act(
        change_set=change_set,
        record=labels.thread(event),
        place=reach.thread(event),
        url=address(event.thread_noun, event.thread_id),
        sentence=labels.sentence(event),
        icon=wording.of(event.name).icon,
        lines=[] if event.name.endswith(".created") else labels.more(event, everything=True)[:LINES],
        others=records - 1,
        noun=event.noun,
        undoable=undoable,
        undone=undone,
    )
