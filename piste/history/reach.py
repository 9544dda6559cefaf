"""Which of the rows that events tell about a user reaches: as the rows are, or as they were before the events.

So whoever loses sight of a record by an event still hears of it, and whoever gave it away can take it back. What is
asked of former values is the rule of today, so nobody learns of a row that he could not have seen.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Protocol

from piste.history.models import Hanging
from piste.history.recording import chunks
from piste.history.subjects import model_of
from piste.kernel.merged import became
from piste.kernel.visibility import columns, holds

Place = tuple[str, int]


class Told(Protocol):
    """The columns of an event that say which row changed, and how."""

    id: int
    name: str
    noun: str
    row_id: int
    thread_noun: str
    thread_id: int
    changes: dict[str, list]


def seen(user, told: Collection[Told]) -> set[Place]:
    """The rows, and the records that they hang on, which the user sees, or saw before one of these events."""
    records = visible(user, _records(told))
    return records | _before(user, told, records) | _hanging(user, told, records)


def touched(user, told: Collection[Told]) -> set[Place]:
    """The rows which the user may edit, or might have before these events."""
    records = _now(user, _records(told), "editable_by")
    records |= _before(user, told, records, "reach_to_edit")
    records |= _merged(user, _records(told) - records)
    closed = {place(event) for event in told if not model_of(event.noun).open_to(user, event.changes)}
    return (records | _hanging(user, told, records, "reach_to_edit")) - closed


def visible(user, places: set[Place]) -> set[Place]:
    """Those of the places that he sees now."""
    return _now(user, places, "visible_to")


def place(event: Told) -> Place:
    return event.noun, event.row_id


def thread(event: Told) -> Place:
    return event.thread_noun, event.thread_id


def _records(told: Iterable[Told]) -> set[Place]:
    return {thread(event) for event in told}


def _now(user, places: set[Place], question: str) -> set[Place]:
    found: set[Place] = set()
    for noun, keys in _grouped(places).items():
        ask = getattr(model_of(noun)._default_manager.all(), question, None)
        # A model that does not say who sees it is shown to nobody.
        for some in chunks(keys) if ask else ():
            found |= {(noun, key) for key in ask(user).filter(pk__in=some).values_list("pk", flat=True)}
    return found


def _merged(user, places: set[Place]) -> set[Place]:
    """Those that were merged into something which he may edit."""
    led = {noun: became(model_of(noun), keys) for noun, keys in _grouped(places).items()}
    ends = {(noun, key): (noun, into) for noun, steps in led.items() for key, into in steps.items()}
    reached = _now(user, set(ends.values()), "editable_by")
    return {merged for merged, into in ends.items() if into in reached}


def _before(user, told: Iterable[Told], found: set[Place], question: str = "reach") -> set[Place]:
    """Records that these events took out of reach."""
    moved = [event for event in told if thread(event) == place(event) and place(event) not in found]
    return _by_rule(user, [event for event in moved if event.name != f"{event.noun}.created"], question)


def _hanging(user, told: Iterable[Told], records: set[Place], question: str = "reach") -> set[Place]:
    """What hangs on those records, and what is the user's by itself, such as his activities."""
    rows = [event for event in told if thread(event) != place(event)]
    found = {place(event) for event in rows if thread(event) in records}
    return found | _by_rule(user, [event for event in rows if place(event) not in found], question)


def _by_rule(user, told: list[Told], question: str) -> set[Place]:
    found: set[Place] = set()
    for noun in {event.noun for event in told}:
        rows = model_of(noun)._default_manager.all()
        rule = getattr(rows, question)(user) if hasattr(rows, question) else None
        if rule is not None:
            found |= {(noun, key) for key in _held(noun, rule, [event for event in told if event.noun == noun])}
    return found


def _held(noun: str, rule, told: list[Told]) -> set[int]:
    """The keys of rows for which the rule holds, or did before one of the events."""
    model, asked = model_of(noun), columns(rule) - {"pk"} | {"deleted_at"}
    if not issubclass(model, Hanging):
        told = [event for event in told if asked & event.changes.keys()]
    states: dict[int, dict[str, Any]] = {}
    for some in chunks(list({event.row_id for event in told})):
        states |= {row["pk"]: row for row in model._base_manager.filter(pk__in=some).values("pk", *asked)}
    found = {key for key, row in states.items() if row["deleted_at"] is None and holds(rule, row)}
    for event in sorted(told, key=lambda event: event.id, reverse=True):
        if row := states.get(event.row_id):
            row |= {name: event.changes[name][0] for name in asked & event.changes.keys()}
            if row["deleted_at"] is None and holds(rule, row):
                found.add(event.row_id)
    return found


def _grouped(places: set[Place]) -> dict[str, list[int]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for noun, key in places:
        grouped[noun].append(key)
    return grouped
