"""Events in the reader's words: sentences, and "Stage: Qualified → Proposition", with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from piste.history import wording
from piste.history.models import Event, Subject
from piste.history.subjects import all_subjects
from piste.kernel.criteria.parsing import parse
from piste.kernel.criteria.wording import sentence
from piste.kernel.links import linked_model
from piste.kernel.normal import phone_shown
from piste.kernel.refusals import Refused
from piste.ui import formats, keys

LONGEST = 140
# Of a field that holds conditions on rows of that noun: "filter:lead".
FILTER = "filter:"


@dataclass(frozen=True, slots=True)
class Line:
    """One changed field with its values as people read them; empty for none."""

    field: str
    label: str
    before: str
    after: str


class Labels:
    """The words for some events, for one reader. Names of rows are fetched together, one query for each model."""

    def __init__(self, events: Iterable[Event], user) -> None:
        self.user = user
        self.rows: dict[str, set[int]] = defaultdict(set)
        self.related: dict[type[models.Model], set[int]] = defaultdict(set)
        self._names: dict[type[models.Model], dict[int, str]] = {}
        events = list(events)
        self.undone = _undone(events)
        for event in events:
            self.rows[event.noun].add(event.row_id)
            self.rows[event.thread_noun].add(event.thread_id)
            for name, pair in event.changes.items():
                self.expect(event.noun, name, pair)
            for name, value in event.facts.get("values", {}).items():
                self.expect(event.noun, name, [value])

    def expect(self, noun: str, name: str, values: Iterable[Any]) -> None:
        """Says that these values of a field will be asked for, so that one query finds the names of all."""
        if (field := _field(noun, name)) is not None and field.is_relation:
            for value in values:
                keys = value if isinstance(value, list) else [value]
                self.related[linked_model(field.model, field.name)].update(key for key in keys if key is not None)

    def sentence(self, event: Event) -> str:
        """Who did what, on one line."""
        values = _Values(self, event)
        return wording.of(event.name).sentence(event) % values

    def undone_act(self, event: Event) -> str:
        """The sentence of what this event took back."""
        former = self.undone.get((event.change_set.undoes_id, event.noun, event.row_id))
        return self.sentence(former) if former else _("an earlier act")

    def lines(self, event: Event, *, everything: bool = False) -> list[Line]:
        """The changed fields: the tracked ones (04.5), or all that have a name for people."""
        model = all_subjects()[event.noun]
        wanted = event.changes if everything or not model.tracked else model.tracked & event.changes.keys()
        fields = [field for name in wanted if (field := _field(event.noun, name)) is not None]
        return [
            self._line(event, field.name)
            for field in sorted(fields, key=lambda field: field.creation_counter)
            if field.editable or field.name in model.tracked
        ]

    def more(self, event: Event, *, everything: bool = False) -> list[Line]:
        """The lines that the sentence does not tell already."""
        told = wording.of(event.name).told
        changed = [line for line in self.lines(event, everything=everything) if line.field not in told]
        return changed + self.kept(event)

    def kept(self, event: Event) -> list[Line]:
        """The values that the event keeps of a row besides what changed (02.34)."""
        values = event.facts.get("values", {})
        known = [name for name in values if _field(event.noun, name) is not None]
        shown = ((name, self.shown(event.noun, name, values[name])) for name in known)
        return [Line(name, self.label(event.noun, name), "", value) for name, value in shown]

    def _line(self, event: Event, name: str) -> Line:
        before, after = (self.shown(event.noun, name, value) for value in event.changes[name])
        return Line(name, self.label(event.noun, name), before, after)

    def row(self, event: Event) -> str:
        return self.name(event.noun, event.row_id)

    def thread(self, event: Event) -> str:
        return self.name(event.thread_noun, event.thread_id)

    def label(self, noun: str, name: str) -> str:
        field = _field(noun, name)
        return _capital(str(field.verbose_name)) if field is not None else name

    def name(self, noun: str, key: int) -> str:
        """The name of a row that the events tell of, if the reader may know it."""
        return self._name(all_subjects()[noun], key) or _("a record that you cannot see")

    def shown(self, noun: str, name: str, value: Any) -> str:
        """A stored value of a field as people read it."""
        field = _field(noun, name)
        if field is None or value in (None, "", [], {}):
            return ""
        if field.is_relation:
            keys = value if isinstance(value, list) else [value]
            return ", ".join(self._name(linked_model(field.model, field.name), key) or "…" for key in keys)
        style = all_subjects()[noun].shown_as.get(name, "")
        if style.startswith(FILTER):
            return _said_filter(style.removeprefix(FILTER), value, self.user)
        return _written(field, value, style)

    def _name(self, model: type[models.Model], key: int) -> str:
        if model not in self._names:
            keys = self.related[model] | self.rows[getattr(model, "noun", "")]
            self._names[model] = _names(model, keys, self.user)
        return self._names[model].get(key, "")


class _Values(dict):
    """What a sentence may name; looked up when it is named."""

    def __init__(self, labels: Labels, event: Event) -> None:
        super().__init__(who=str(event.change_set.by or "Piste"))
        self.labels, self.event = labels, event

    def __missing__(self, name: str) -> str:
        if name == "row":
            return self.labels.row(self.event)
        if name == "act":
            return self.labels.undone_act(self.event)
        if name in self.event.facts:
            return str(self.event.facts[name])
        field, former = name.removesuffix("_before"), name.endswith("_before")
        if field in self.event.changes:
            return self.labels.shown(self.event.noun, field, self.event.changes[field][0 if former else 1]) or "–"
        return "–"


def _undone(events: list[Event]) -> dict[tuple, Event]:
    """By change set and row what was undone, one query for all."""
    sets = {event.change_set.undoes_id for event in events if event.name.endswith(".undone")} - {None}
    rows = {event.row_id for event in events}
    told = Event.objects.filter(change_set__in=sets, row_id__in=rows).select_related("change_set__by") if sets else ()
    return {(event.change_set_id, event.noun, event.row_id): event for event in told}


def _field(noun: str, name: str) -> models.Field | None:
    """The field of that name, unless a later version of the model has lost it."""
    try:
        field = all_subjects()[noun]._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def _names(model: type[models.Model], keys: set[int], user) -> dict[int, str]:
    """Names by key; of records with rights of their own only those that the reader sees, in the trash or not."""
    rows = model._base_manager.filter(pk__in=keys)
    if issubclass(model, Subject):
        rows = rows.filter(_known_to(model, user)).select_related(*model.named_by)
    return {row.pk: str(row) for row in rows}


def _known_to(model: type[Subject], user) -> Q:
    own = model._default_manager.all()
    return (own.reach(user) if model.has_timeline and hasattr(own, "reach") else None) or Q()


def _said_filter(noun: str, value: Any, user) -> str:
    try:
        return Truncator(sentence(parse(noun, value), user)).chars(LONGEST)
    except Refused as refused:
        return refused.message


def _written(field: models.Field, value: Any, style: str) -> str:
    value = field.to_python(value)
    match value:
        case _ if field.flatchoices:
            return str(dict(field.flatchoices).get(value, value))
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return formats.day_hour(value)
        case date():
            return formats.day(value)
        case Decimal() | int() | float():
            return getattr(formats, style or "number")(value)
        case list():
            return ", ".join(_address(one, style) if isinstance(one, dict) else str(one) for one in value)
    if style == "phone":
        return phone_shown(value)
    if style == "keys":
        return keys.said(value)
    return Truncator(strip_tags(str(value)) if style == "rich" else str(value)).chars(LONGEST)


def _address(one: dict[str, Any], style: str) -> str:
    """An e-mail or a number with its label and marks, for often nothing else of it was changed."""
    value = phone_shown(one["value"]) if style == "phone" else one["value"]
    marks = {"invalid": _("invalid"), "opted_out": _("opted out")}
    said = ", ".join(filter(None, [one.get("label"), *(text for mark, text in marks.items() if one.get(mark))]))
    return f"{value} ({said})" if said else value


def _capital(label: str) -> str:
    return str(label)[:1].upper() + str(label)[1:]
