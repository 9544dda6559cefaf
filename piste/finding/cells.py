"""The rows of a list as plain values: a fixed number of statements, however many rows and columns."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from piste.kernel.criteria.fields import Field, Type
from piste.kernel.links import linked_model
from piste.ui import formats


@dataclass(slots=True)
class Row:
    """What was read of one row: by the paths of columns, and of links to many by the key of their field.

    `more` is what its room adds for cells of its own.
    """

    key: int
    values: dict[str, Any]
    many: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    more: Any = None

    def __getitem__(self, path: str) -> Any:
        return self.values[path]


def read(rows: QuerySet, keys: Sequence[int], fields: Iterable[Field], more: Iterable[str] = ()) -> list[Row]:
    """The rows of these keys, in their order; `more` are columns that cells of a room need."""
    shown = list(fields)
    paths = {path: None for one in shown if one.type != Type.MANY for path in _paths(one)} | dict.fromkeys(more)
    found = rows.filter(pk__in=keys).order_by().values_list("pk", *paths)
    by_key = {key: Row(key, dict(zip(paths, values, strict=True))) for key, *values in found}
    for one in shown:
        if one.type == Type.MANY:
            for key, worn in _worn(rows.model, list(by_key), one).items():
                by_key[key].many[one.key] = worn
    return [by_key[key] for key in keys if key in by_key]


def _paths(one: Field) -> tuple[str, ...]:
    return (*one.read, one.path) if one.type == Type.LINK else one.read


def _worn(model: type[Model], keys: list[int], one: Field) -> dict[int, list[tuple[str, int]]]:
    """Names and hues of what each row has of it."""
    related = model
    for step in one.path.split("__"):
        related = linked_model(related, step)
    columns = {made.name for made in related._meta.concrete_fields}
    asked: dict[str, Any] = {"pk__in": keys, f"{one.path}__isnull": False}
    if "deleted_at" in columns:
        asked |= {f"{one.path}__deleted_at": None}
    # In one call: asked one after the other, the conditions would each join the links anew.
    links = model._base_manager.filter(**asked)
    hue = f"{one.path}__{'colour' if 'colour' in columns else 'pk'}"
    worn: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for key, colour, *names in links.order_by(one.order or one.path).values_list("pk", hue, *one.read):
        worn[key].append((_called(one, names), colour))
    return worn


def _called(one: Field, read: Sequence[Any]) -> str:
    return str(one.text(*read) if one.text else read[0])


def value_of(row: Row, one: Field) -> Any:
    """What a cell shows: a text for links and what is put together, else the value of the column."""
    if one.type == Type.MANY:
        return row.many.get(one.key, [])
    values = [row.values[path] for path in one.read]
    if one.text:
        return one.text(*values)
    if one.type == Type.CHOICE and one.choices and values[0] not in (None, ""):
        return one.choices().get(values[0], values[0])
    return values[0]


def text_of(value: Any, one: Field) -> str:
    """The same in plain words."""
    if value is None or value == "" or value == []:
        return ""
    if one.type == Type.MANY:
        return ", ".join(name for name, _hue in value)
    if one.type == Type.YES:
        return _("Yes") if value else _("No")
    shown: dict[Type, Callable[[Any], str]] = {
        Type.MONEY: formats.money,
        Type.NUMBER: formats.number,
        Type.PERCENT: formats.percent,
        Type.DATE: formats.day,
        Type.MOMENT: formats.day,
    }
    return str(shown[one.type](value) if one.type in shown else value)
