"""How a verb changes rows and tells it: @verb, change, record, and their forms for many rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from piste.history import events
from piste.history.models import ChangeSet, Event, Subject
from piste.history.stale import stale
from piste.kernel.bulk import update_each
from piste.kernel.locking import locked
from piste.kernel.search import Searchable

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Row = TypeVar("Row", bound=Subject)
Item = TypeVar("Item")
Changes = dict[str, list]

CHUNK = 500
# What a door says of the actor: which one it is, the key, its only team, the network address.
CAME = ("via", "by_key", "only_team", "network_address")
NOTHING: tuple = (None, "", [], {})


@dataclass
class Act:
    """The outermost verb that is running; its change set is made with its first event."""

    change_set: ChangeSet | None = None
    # Whether it is committed in steps: what fails in one of them takes back that step alone.
    in_steps: bool = False


_running: ContextVar[Act | None] = ContextVar("running_verb", default=None)
_seen: ContextVar[tuple[str, int, int] | None] = ContextVar("seen_version", default=None)


def verb(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """All or nothing, and one change set; a verb called by a verb joins it."""

    @wraps(function)
    def acting(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        if (act := _running.get()) is not None:
            with transaction.atomic(savepoint=act.in_steps):
                return function(*args, **kwargs)
        token = _running.set(Act())
        try:
            with transaction.atomic():
                return function(*args, **kwargs)
        finally:
            _running.reset(token)

    return acting


def begun(verb_name: str, *, by) -> ChangeSet:
    """A change set for an act that is committed in steps; see `continuing`."""
    return ChangeSet.objects.create(
        verb=verb_name,
        by=by,
        via=getattr(by, "via", "job"),
        key=getattr(by, "by_key", None),
        address=getattr(by, "network_address", None),
    )


@contextmanager
def continuing(change_set: ChangeSet) -> Iterator[None]:
    """The verbs called inside write into this change set, each in a transaction of its own: for an act that is too
    long for one. Each step asks `still_stands` first."""
    token = _running.set(Act(change_set, in_steps=True))
    try:
        yield
    finally:
        _running.reset(token)


def still_stands(change_set: ChangeSet) -> bool:
    """Whether nobody has undone it; nobody will before the transaction ends."""
    locked(change_set)
    return not ChangeSet.objects.filter(undoes=change_set).exists()


@contextmanager
def looked_at(noun: str, key: int, version: int) -> Iterator[None]:
    """The verbs called inside refuse to change fields of that row which somebody changed after that version (00.22)."""
    token = _seen.set((noun, key, version))
    try:
        yield
    finally:
        _seen.reset(token)


def change(row: Subject, **values: Any) -> Changes:
    """Sets what differs, saves only that, raises the version; returns before and after of each changed field."""
    changes = _set(row, values)
    if changes:
        row.save(update_fields=[*_columns(row, changes), *_derive(row, changes), "version"])
    return changes


def change_each(rows: list[Row], values: Callable[[Row], dict[str, Any]]) -> dict[int, Changes]:
    """The same for many rows in few statements; returns the changes of those that did change, by primary key."""
    changes = {row.pk: changed for row in rows if (changed := _set(row, values(row)))}
    changed_rows = [row for row in rows if row.pk in changes]
    _read_relations(changed_rows)
    columns = {"version"}
    for row in changed_rows:
        columns |= {*_columns(row, changes[row.pk]), *_derive(row, changes[row.pk])}
    if changes:
        update_each(changed_rows, sorted(columns))
    return changes


def _read_relations(rows: list[Row]) -> None:
    """What the derived columns of many rows follow from, in one statement for each relation."""
    if rows and rows[0].derives_from:
        models.prefetch_related_objects(rows, *rows[0].derives_from)


def _set(row: Subject, values: dict[str, Any]) -> Changes:
    changes: Changes = {}
    for name, value in values.items():
        field = row._meta.get_field(name)
        if field.many_to_many:
            if pair := _set_many(row, name, value):
                changes[name] = pair
            continue
        before = field.value_from_object(row)
        setattr(row, name if isinstance(value, models.Model) or value is None else field.attname, value)
        after = field.value_from_object(row)
        if before != after:
            changes[name] = [before, after]
    if changes:
        noun, key, seen = _seen.get() or ("", 0, 0)
        refuse_stale(row, changes.keys() - row.computed, seen if (noun, key) == (row.noun, row.pk) else None)
        row.version += 1
    return changes


def _columns(row: Subject, changes: Changes) -> list[str]:
    return [name for name in changes if not row._meta.get_field(name).many_to_many]


def _derive(row: Subject, changes: Changes | None = None) -> list[str]:
    """Sets the columns that follow from others; returns their names. Without changes the row is new."""
    values = row.derived()
    if isinstance(row, Searchable) and (changes is None or row.searched_fields & changes.keys()):
        values |= row.searched()
    for name, value in values.items():
        setattr(row, name, value)
    return list(values)


def _set_many(row: Subject, name: str, rows: Iterable) -> list | None:
    linked = getattr(row, name)
    before = {one.pk for one in linked.all()}
    after = {getattr(one, "pk", one) for one in rows}
    if before == after:
        return None
    linked.remove(*before - after)
    linked.add(*after - before)
    return [sorted(before), sorted(after)]


def refuse_stale(row: Subject, names: Iterable[str], seen: int | None) -> None:
    """Refuses when one of these fields was changed after the version that the writer saw (00.22)."""
    if seen is None or seen >= row.version:
        return
    act = _running.get()
    if no := stale(row, names, seen, apart_from=act.change_set if act else None):
        raise no


def record(row: Subject, name: str, *, by, changes: Changes | None = None, **facts: Any) -> Event:
    """Writes the event of what was done to the row, and tells the listeners."""
    event = Event.about(row, name, change_set=_change_set(name, by), changes=changes or {}, facts=facts)
    event.save(force_insert=True)
    row.last_event = event
    events.tell([event])
    return event


def created(row: Subject, *, by, **facts: Any) -> Event:
    """Saves a new row and records `<noun>.created` with its filled fields."""
    _derive(row)
    row.save(force_insert=True)
    _find_by_number([row])
    return record(row, f"{row.noun}.created", by=by, changes=initial(row), **facts)


def created_many(rows: list[Row], *, by, at: dict[int, datetime] | None = None, **facts: Any) -> list[Row]:
    """Saves many new rows of one model and records them. `at` by position in the list."""
    _read_relations(rows)
    for row in rows:
        _derive(row)
    for some in chunks(rows):
        type(rows[0])._base_manager.bulk_create(some)
    if rows:
        _find_by_number(rows)
        changes = {row.pk: initial(row) for row in rows}
        moments = {rows[place].pk: moment for place, moment in (at or {}).items()}
        record_many(rows, f"{rows[0].noun}.created", by=by, changes=changes, at=moments, **facts)
    return rows


def _find_by_number(rows: Sequence[Subject]) -> None:
    """Adds the words that hold the row's own number, which it has only now."""
    found = [row for row in rows if isinstance(row, Searchable) and row.search_text != row.searchable_text()]
    for row in found:
        row.search_text = row.searchable_text()
    if found:
        update_each(found, ["search_text"])


def initial(row: Subject) -> Changes:
    """The filled fields of a new row as changes from nothing."""
    return {
        field.name: [None, value]
        for field in row._meta.concrete_fields
        if field.editable and not field.primary_key and (value := field.value_from_object(row)) not in NOTHING
    }


def record_many(
    rows: Iterable[Subject],
    name: str,
    *,
    by,
    changes: dict[int, Changes],
    facts: dict[int, dict] | None = None,
    at: dict[int, datetime] | None = None,
    **shared: Any,
) -> list[Event]:
    """One event for each changed row, in few statements; `facts` by primary key join the shared ones.

    `at` gives the time of what happened before it was told, such as the closing of an imported record.
    """
    if not changes:
        return []
    change_set = _change_set(name, by)
    told = []
    for row in rows:
        if row.pk in changes:
            own = {**shared, **(facts or {}).get(row.pk, {})}
            row.last_event = Event.about(row, name, change_set=change_set, changes=changes[row.pk], facts=own)
            row.last_event.at = (at or {}).get(row.pk, change_set.at)
            told.append(row.last_event)
    Event.objects.bulk_create(told, batch_size=CHUNK)
    events.tell(told)
    return told


def chunks(items: list[Item]) -> Iterable[list[Item]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def _change_set(verb_name: str, by) -> ChangeSet:
    act = _running.get()
    if act is None:
        raise RuntimeError(f"{verb_name} was recorded outside of a verb.")
    if act.change_set is None:
        act.change_set = begun(verb_name, by=by)
    return act.change_set


def undoing(change_set: ChangeSet) -> None:
    """Marks the running verb as the undo of that change set."""
    act = _running.get()
    if act is not None and act.change_set is not None:
        act.change_set.undoes = change_set
        act.change_set.save(update_fields=["undoes"])
