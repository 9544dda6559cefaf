"""What merging rows of any kind has in common: what hangs on them moves, they are hidden, and nothing of them is lost.

A merge is one change set of plain changes, so that undo takes it back as it does every act (02.36).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from piste.history.models import Event, Hanging, Mergeable, Subject
from piste.history.recording import change_each, chunks, record_many
from piste.history.stale import stale
from piste.history.subjects import all_subjects, hanging
from piste.kernel.bulk import update_each
from piste.kernel.clock import now
from piste.kernel.keys import is_key
from piste.kernel.locking import locked_many
from piste.kernel.merged import CHAIN, became
from piste.kernel.prepared import prepared
from piste.kernel.refusals import Refused

Row = TypeVar("Row", bound=Mergeable)


def take_over(noun: str, into: Mapping[int, int], *, by) -> None:
    """Hangs whatever hangs on these records on the one that took each of them up, of all rooms and also from the trash;
    set by set."""
    for model in (model for model in hanging() if model.moved_by_merges):
        rows: list[Hanging] = locked_many(model._base_manager.filter(thread_noun=noun, thread_id__in=into))
        changes = {row.pk: {"thread_id": [row.thread_id, into[row.thread_id]]} for row in rows}
        for row in rows:
            row.thread_id, row.version = into[row.thread_id], row.version + 1
        for some in chunks(rows):
            update_each(some, ["thread_id", "version"])
        record_many(rows, f"{model.noun}.taken_over", by=by, changes=changes)


def absorb(rows: list[Row], into: Mapping[int, Row], *, by) -> None:
    """Hides each row behind the one that took it up, with all its values told (02.34, 02.35)."""
    at, noun = now(), rows[0].noun
    prefetch_related_objects(rows, *(field.name for field in rows[0]._meta.many_to_many if field.editable))
    facts = {row.pk: {"values": summary(row), "into": named(into[row.pk])} for row in rows}
    changes = change_each(rows, lambda row: {"deleted_at": at, "merged_into": into[row.pk]})
    record_many(rows, f"{noun}.absorbed", by=by, changes=changes, facts=facts)


def summary(row: Subject) -> dict[str, Any]:
    """The filled fields that people know, as events keep them."""
    fields = [field for field in (*row._meta.concrete_fields, *row._meta.many_to_many) if field.editable]
    values = {field.name: _value(row, field) for field in fields if not field.primary_key}
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _value(row: Subject, field: Any) -> Any:
    if field.many_to_many:
        return sorted(one.pk for one in getattr(row, field.name).all())
    return field.value_from_object(row)


def named(row: Mergeable) -> str:
    """L-12 Forklifts"""
    return " ".join(filter(None, (getattr(row, "reference", ""), str(row))))


def changed_meanwhile(rows: Iterable[Row], seen: Mapping[int, int]) -> str:
    """L-12 Forklifts (phone, city): those that were changed since the versions seen, and what of each (02.B2)."""
    told = []
    for row in rows:
        if (version := seen.get(row.pk, row.version)) != row.version:
            names = [field.name for field in (*row._meta.concrete_fields, *row._meta.many_to_many) if field.editable]
            no = stale(row, names, version, apart_from=None)
            told.append(f"{named(row)} ({', '.join(no.labels)})" if no else named(row))
    return ", ".join(told)


def survivor(row: Row) -> Row:
    """What took the row up in the end: itself, unless it was merged."""
    found: Any = row
    for _step in range(CHAIN):
        if found.merged_into is None:
            break
        found = found.merged_into
    return found


def current(row: Row) -> Row:
    """What the row has become by now, if it was merged since it was read (02.B4)."""
    fresh: Any = type(row)._base_manager.get(pk=row.pk)
    return survivor(fresh)


def followed(model: type[Mergeable], sent: str) -> str:
    """The number of a row as it was sent, or that of what it became by a merge meanwhile (02.B4)."""
    if not is_key(sent):
        return sent
    return str(became(model, [int(sent)]).get(int(sent), sent))


def led_to_or_404(rows: Any, key: int) -> Any:
    """What a merged row became, if it is among these, for doors whose addresses name what was merged (02.35)."""
    merged = rows.model._base_manager.filter(pk=key).exclude(merged_into=None).first()
    if merged is None:
        raise Http404
    return get_object_or_404(rows, pk=survivor(merged).pk)


def seen_or_led_to_404(rows: Any, key: int) -> Any:
    """The row among these, or what it became by a merge: an open page may still ask for parts of what is gone."""
    try:
        return get_object_or_404(rows, pk=key)
    except Http404:
        if not issubclass(rows.model, Mergeable):
            raise
        return led_to_or_404(rows, key)


def refuse_gone(model: type[Subject], key: int, user) -> None:
    """For whoever acts from an open page: says what became of a row within his reach. Others hear nothing (12.B1)."""
    if not issubclass(model, Mergeable):
        return
    rows: Any = model._default_manager.all()
    row: Any = model._base_manager.filter(rows.reach(user), pk=key).exclude(deleted_at=None).first()
    if row is None:
        return
    last = rows.visible_to(user).filter(pk=survivor(row).pk).first()
    if row.merged_into_id is None:
        message = _("“%(name)s” was deleted meanwhile. Nothing was changed.")
    elif last is None:
        message = _("“%(name)s” was merged into another record meanwhile. Nothing was changed.")
    else:
        message = _("“%(name)s” was merged into “%(into)s” meanwhile. Nothing was changed; reload the page.")
    raise Refused(message % {"name": row, "into": last})


def absorbed_by(model: Any, keys: Iterable[int]) -> list[int]:
    """The keys of all that these rows took up, also by way of others."""
    found: list[int] = []
    level = list(keys)
    while level and len(found) < CHAIN * CHAIN:
        level = _absorbed(model)(level)
        found += level
    return found


@cache
def _absorbed(model: Any) -> prepared:
    return prepared(lambda keys: model._base_manager.filter(merged_into__pk__in=keys).values_list("pk", flat=True))


def follow_words(told: list[Event]) -> None:
    """A row is found by the words of what it took up; a listener of each noun that is merged."""
    moved = [event for event in told if "merged_into" in event.changes]
    keys = {key for event in moved for key in event.changes["merged_into"] if key}
    if keys:
        refresh_words(type(moved[0].row), keys)


def refresh_words(model: Any, keys: set[int]) -> None:
    held: dict[int, list[str]] = defaultdict(list)
    known = model._base_manager.select_related(*model.searched_with)
    for row in known.filter(merged_into__in=keys):
        held[row.merged_into_id].append(row.all_words())
    rows = list(known.filter(pk__in=keys))
    columns = {"absorbed_words"}
    for row in rows:
        row.absorbed_words = " ".join(held[row.pk])
        searched = row.searched()
        columns |= searched.keys()
        for name, value in searched.items():
            setattr(row, name, value)
    update_each(rows, sorted(columns))


def relink(target: type[Subject], keys: list[int], into: Mergeable, *, by) -> None:
    """Whatever names one of these rows names the one that took them up: of all rooms, set by set."""
    for model in (model for model in all_subjects().values() if model.moved_by_merges):
        fields = [field for field in model._meta.concrete_fields if field.is_relation]
        for field in fields:
            if field.related_model is target and field.name != "merged_into":
                known = model._base_manager.filter(**{f"{field.name}__in": keys})
                rows = locked_many(known.select_related(*(one.name for one in fields)))
                for some in chunks(rows):
                    changes = change_each(some, lambda row, name=field.name: {name: into})
                    record_many(some, f"{model.noun}.edited", by=by, changes=changes)
