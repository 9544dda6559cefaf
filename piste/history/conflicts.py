"""What stands in the way of an undo, as people read it (00.20)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from piste.history.labels import Labels
from piste.history.models import ChangeSet, Event
from piste.history.recording import chunks
from piste.history.subjects import address
from piste.history.undo import Conflict

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A field that was changed again. `field` is empty when the whole row was worked on since it was created."""

    record: str
    url: str
    field: str
    then: str
    now: str
    before: str
    by: str
    at: datetime | None
    # How a form names the field, for whoever wants its former value.
    place: str


def explained(conflicts: list[Conflict], change_set: ChangeSet, user) -> list[Obstacle]:
    """The first conflicts with their values and who made the newer ones, in a fixed number of queries."""
    shown = conflicts[:SHOWN]
    later = _later(shown, change_set)
    labels = Labels(later.values(), user)
    for conflict in shown:
        noun, key = conflict.row.noun, conflict.row.pk
        labels.rows[noun].add(key)
        if conflict.field:
            labels.expect(noun, conflict.field, [conflict.then, conflict.now, conflict.before])
    return [_obstacle(conflict, later, labels) for conflict in shown]


def _obstacle(conflict: Conflict, later: dict[tuple, Event], labels: Labels) -> Obstacle:
    noun, name = conflict.row.noun, conflict.field
    event = later.get((noun, conflict.row.pk, name))
    return Obstacle(
        record=labels.name(noun, conflict.row.pk),
        url=address(*conflict.row.thread),
        field=labels.label(noun, name) if name else "",
        then=labels.shown(noun, name, conflict.then) if name else "",
        now=labels.shown(noun, name, conflict.now) if name else "",
        before=labels.shown(noun, name, conflict.before) if name else "",
        by=str(event.change_set.by or "Piste") if event else "",
        at=event.at if event else None,
        place=":".join(map(str, conflict.place)) if name else "",
    )


def _later(conflicts: list[Conflict], change_set: ChangeSet) -> dict[tuple[str, int, str], Event]:
    """For each row and field the newest event after the change set; under the field "" the newest of the row, or of
    what was put on it.
    """
    rows: dict[str, set[int]] = defaultdict(set)
    for conflict in conflicts:
        rows[conflict.row.noun].add(conflict.row.pk)
    found: dict[tuple[str, int, str], Event] = {}
    for noun, keys in rows.items():
        for some in chunks(list(keys)):
            later = Event.objects.filter(change_set__gt=change_set).select_related("change_set__by").order_by("id")
            found |= {(noun, event.thread_id, ""): event for event in later.on_threads(noun, some)}
            for event in later.filter(noun=noun, row_id__in=some):
                found |= {(noun, event.row_id, name): event for name in ["", *event.changes]}
    return found
