"""Undo is itself a verb: it sets each field back, unless somebody changed it since (00.19-00.22)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from piste.history.merging import named
from piste.history.models import ChangeSet, Event, Hanging, Mergeable, Subject
from piste.history.recording import change_each, chunks, record_many, still_stands, undoing, verb
from piste.history.subjects import model_of
from piste.kernel.clock import now
from piste.kernel.refusals import Refused

# A field of a row: noun, key, name.
Place = tuple[str, int, str]


@dataclass(frozen=True)
class Conflict:
    """A field that was changed again: what the change set made of it, and what it is now."""

    row: Subject
    field: str
    then: Any
    now: Any
    before: Any = None

    @property
    def place(self) -> Place:
        return self.row.noun, self.row.pk, self.field


class Conflicts(Refused):
    """Undo would overwrite newer edits."""

    def __init__(self, conflicts: list[Conflict], change_set: ChangeSet) -> None:
        self.conflicts, self.change_set = conflicts, change_set
        names = ", ".join(dict.fromkeys(_label(conflict) for conflict in conflicts[:5]))
        super().__init__(
            _("This cannot be undone as a whole, because it was changed again: %(fields)s.") % {"fields": names}
        )


class MergedSince(Refused):
    """What rows were merged into was merged itself since: `event` tells of that, and it has to be taken back first."""

    def __init__(self, row: Any, event: Event) -> None:
        self.row, self.event = row, event
        super().__init__(
            _("“%(record)s” was merged into “%(other)s” since. Undo that first.")
            % {"record": named(row), "other": event.facts.get("into", "")}
        )


@dataclass
class Step:
    """What undo sets back on one row."""

    row: Subject
    values: dict[str, Any] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def decide(self, former: Collection[Place]) -> None:
        """Takes the former value of the conflicts that the user decided so."""
        chosen = [one for one in self.conflicts if one.field and one.place in former]
        self.values |= {one.field: one.before for one in chosen}
        self.conflicts = [one for one in self.conflicts if one not in chosen]
        if self.conflicts:
            self.values = self.row.without({one.field for one in self.conflicts}, self.values)


@verb
def undo(change_set: ChangeSet, *, by, without_conflicts: bool = False, former: Collection[Place] = ()) -> ChangeSet:
    """Takes the change set back and returns the new change set; raises Conflicts before anything is written.

    `without_conflicts` undoes the part that nobody changed since. `former` are fields (noun, key, name) whose former
    value the user wants although somebody changed them.
    """
    if not still_stands(change_set):
        raise Refused(_("This was already undone."))
    if change_set.too_old:
        raise Refused(_("This is more than 30 days ago and cannot be undone any more."))
    told = list(change_set.events.order_by("-id"))
    refuse_merged_since(told)
    steps = _all_steps(told)
    for step in steps:
        step.decide(former)
    conflicts = [conflict for step in steps for conflict in step.conflicts]
    if conflicts and not without_conflicts:
        raise Conflicts(conflicts, change_set)
    try:
        written = _write(steps, by=by, verb_name=change_set.verb)
    except IntegrityError:
        raise Refused(_("What is left of this change cannot be undone by itself.")) from None
    if not written:
        raise Refused(_("There is nothing left to undo here."))
    undoing(change_set)
    return written[0].change_set


@transaction.atomic
def conflicts(change_set: ChangeSet) -> list[Conflict]:
    """What stands in the way of undoing it now; nothing is written."""
    told = list(change_set.events.order_by("-id"))
    return [conflict for step in _all_steps(told) for conflict in step.conflicts]


def _all_steps(told: list[Event]) -> list[Step]:
    return [step for noun, of_noun in _by_noun(told).items() for step in _steps(model_of(noun), of_noun)]


def refuse_merged_since(told: list[Event]) -> None:
    """Of merges that were made one after the other the last one is taken back first."""
    for noun, of_noun in _by_noun([event for event in told if event.name.endswith(".merged")]).items():
        if not issubclass(model_of(noun), Mergeable):
            continue
        rows = model_of(noun)._base_manager.filter(pk__in={event.row_id for event in of_noun}).exclude(merged_into=None)
        for row in rows.order_by("pk"):
            later = Event.objects.of_row(row).filter(name=f"{noun}.absorbed", change_set__gt=told[0].change_set_id)
            if event := later.filter(change_set__undone_by=None).order_by("-id").first():
                raise MergedSince(row, event)


def _by_noun(told: list[Event]) -> dict[str, list[Event]]:
    grouped: dict[str, list[Event]] = defaultdict(list)
    for event in told:
        grouped[event.noun].append(event)
    return grouped


def _steps(model: type[Subject], told: list[Event]) -> list[Step]:
    by_row = _by_row(told)
    rows: dict[int, Subject] = {}
    for some in chunks(sorted(by_row)):
        rows.update(model._base_manager.select_for_update().in_bulk(some))
    made = {key for key, own in by_row.items() if own[-1].name == f"{model.noun}.created"}
    worked_on = worked_on_since(model.noun, made, told[0].change_set_id)
    return [
        _taken_away(rows[key], key in worked_on) if key in made else _step(rows[key], own)
        for key, own in by_row.items()
        if key in rows
    ]


def _by_row(told: list[Event]) -> dict[int, list[Event]]:
    grouped: dict[int, list[Event]] = defaultdict(list)
    for event in told:
        grouped[event.row_id].append(event)
    return grouped


def worked_on_since(noun: str, keys: set[int], change_set: int) -> set[int]:
    """Those new rows that are not as the change set left them: changed for good, or something was put on them."""
    found: set[int] = set()
    for some in chunks(sorted(keys)):
        later = Event.objects.filter(change_set__gt=change_set).order_by("-id")
        for key, own in _by_row(list(later.filter(noun=noun, row_id__in=some))).items():
            if any(before != after for before, after in _net(own).values()):
                found.add(key)
        put = later.on_threads(noun, some).exclude(noun=noun)
        found |= {
            *put.filter(name__endswith=".created", change_set__undone_by=None).values_list("thread_id", flat=True)
        }
    return found


def _taken_away(row: Subject, worked_on: bool) -> Step:
    if worked_on:
        return Step(row, conflicts=[Conflict(row, "", then="", now="")])
    return Step(row, row.reversal({"deleted_at": now()}))


def _step(row: Subject, newest_first: list[Event]) -> Step:
    step = Step(row)
    for name, (before, after) in _net(newest_first).items():
        current = _current(row, name)
        if _same(row, name, current, after):
            step.values[name] = before
        elif not _same(row, name, current, before):
            step.conflicts.append(Conflict(row, name, then=after, now=current, before=before))
    step.values = row.reversal(step.values)
    return step


def _net(newest_first: list[Event]) -> dict[str, list]:
    """Each field that was changed, as it was before all and after all of these events."""
    net: dict[str, list] = {}
    for event in newest_first:
        for name, (before, after) in event.changes.items():
            net[name] = [before, net[name][1] if name in net else after]
    return net


def _current(row: Subject, name: str) -> Any:
    column = row._meta.get_field(name)
    if column.many_to_many:
        return sorted(getattr(row, name).values_list("pk", flat=True))
    return column.value_from_object(row)


def _same(row: Subject, name: str, current: Any, stored: Any) -> bool:
    return row.is_same(name, current, _python(row, name, stored))


def _python(row: Subject, name: str, stored: Any) -> Any:
    column = row._meta.get_field(name)
    if column.many_to_many or stored is None:
        return stored
    return column.target_field.to_python(stored) if column.is_relation else column.to_python(stored)


def _write(steps: list[Step], *, by, verb_name: str) -> list[Event]:
    written: list[Event] = []
    by_model: dict[type[Subject], dict[int, Step]] = defaultdict(dict)
    for step in steps:
        if step.values:
            by_model[type(step.row)][step.row.pk] = step
    # Records before what hangs on them: listeners look from there at the record as it is.
    for model, of_model in sorted(by_model.items(), key=lambda pair: issubclass(pair[0], Hanging)):
        rows = [step.row for step in of_model.values()]
        changes = change_each(rows, lambda row, of_model=of_model: _former(of_model[row.pk]))
        written += record_many(rows, f"{model.noun}.undone", by=by, changes=changes, undone=verb_name)
    return written


def _former(step: Step) -> dict[str, Any]:
    return {name: _python(step.row, name, stored) for name, stored in step.values.items()}


def _label(conflict: Conflict) -> str:
    if not conflict.field:
        return str(conflict.row)
    return str(getattr(conflict.row._meta.get_field(conflict.field), "verbose_name", conflict.field))
