"""Pages by key, never by offset: a page costs the same wherever it lies."""

import base64
import binascii
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Expression, OrderBy
from django.db.models.fields import BooleanField
from django.utils.translation import gettext as _

from piste.kernel.links import linked_model
from piste.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows, and the cursor of what follows them (empty at the end)."""

    rows: list[Any]
    following: str


class After(Expression):
    """`(a, b) < (x, y)`: one comparison that both databases answer from an index; all columns in one direction."""

    conditional = True

    def __init__(self, fields: list[str], values: list[Any], *, descending: bool) -> None:
        super().__init__(output_field=BooleanField())
        self.fields = [F(name) for name in fields]
        self.values, self.sign = values, "<" if descending else ">"

    def get_source_expressions(self):
        return self.fields

    def set_source_expressions(self, exprs):
        self.fields = exprs

    def as_sql(self, compiler, connection):
        columns = [compiler.compile(field)[0] for field in self.fields]
        values = [
            field.output_field.get_db_prep_value(value, connection)
            for field, value in zip(self.fields, self.values, strict=True)
        ]
        marks = ", ".join(["%s"] * len(values))
        return f"({', '.join(columns)}) {self.sign} ({marks})", values


def sliced(
    rows: QuerySet, *, order: list[str], cursor: str = "", limit: int = 50, filled: Container[str] = ()
) -> Slice:
    """The rows that follow the cursor in this order (`-name` descends, empty values last; `id` is added).

    Works on instances, `.values()` and named tuples that carry the ordering columns. `filled` names columns that may
    be empty in general but are not in these rows. Raises Refused for a cursor that is not ours.
    """
    order = _whole(order)
    return cut(list(following(rows, order=order, cursor=cursor, limit=limit, filled=filled)), order=order, limit=limit)


def following(
    rows: QuerySet, *, order: list[str], cursor: str = "", limit: int = 50, filled: Container[str] = ()
) -> QuerySet:
    """The question that `sliced` asks, and `cut` makes a slice of its answer: one row more than the limit."""
    order = _whole(order)
    names = [name.lstrip("-") for name in order]
    empty = {name for name in names if name not in filled and _nullable(rows.model, name)}
    if cursor:
        rows = rows.filter(_following(order, _decoded(cursor, len(order)), empty))
    return rows.order_by(*(_ordering(name, empty) for name in order))[: limit + 1]


def cut(found: list[Any], *, order: list[str], limit: int = 50) -> Slice:
    page, more = found[:limit], len(found) > limit
    return Slice(page, _encoded([_value(page[-1], name.lstrip("-")) for name in _whole(order)]) if more else "")


def _whole(order: list[str]) -> list[str]:
    """With the key at the end, so that no two rows are equal."""
    last = order[-1]
    return order if last.lstrip("-") == "id" else [*order, "-id" if last.startswith("-") else "id"]


def _ordering(name: str, empty: set[str]) -> OrderBy:
    # Said of a column that is never empty, "nulls last" would keep PostgreSQL from reading its index in order.
    last = name.lstrip("-") in empty or None
    field = F(name.lstrip("-"))
    return field.desc(nulls_last=last) if name.startswith("-") else field.asc(nulls_last=last)


def _following(order: list[str], values: list[Any], empty: set[str]) -> Q | After:
    names = [name.lstrip("-") for name in order]
    directions = {name.startswith("-") for name in order}
    if len(directions) == 1 and not empty:
        return After(names, values, descending=directions == {True})
    following, same = Q(pk__in=[]), Q()
    for name, signed, value in zip(names, order, values, strict=True):
        if value is not None:
            step = Q(**{f"{name}__{'lt' if signed.startswith('-') else 'gt'}": value})
            following |= same & (step | Q(**{f"{name}__isnull": True}) if name in empty else step)
            same &= Q(**{name: value})
        else:
            same &= Q(**{f"{name}__isnull": True})
    return following


def _nullable(model: type[Model], name: str) -> bool:
    *path, last = name.split("__")
    for step in path:
        field = model._meta.get_field(step)
        if field.null:
            return True
        model = linked_model(model, step)
    return model._meta.get_field(last).null


def _value(row: Any, name: str) -> Any:
    if isinstance(row, dict):
        return row[name]
    for step in name.split("__") if not hasattr(row, name) else [name]:
        row = getattr(row, step, None)
    return row


def _encoded(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")


def _decoded(cursor: str, length: int) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(values, list) and len(values) == length:
            return values
    except (binascii.Error, ValueError):
        pass
    raise Refused(_("This page address is damaged. Start again from the first page."), field="cursor")
