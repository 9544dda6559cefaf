"""From a checked filter to a database condition, the same on both databases (00.13).

A comparison with an empty value is false, except for the operators that say "not", which are true.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Case, Model, Q, QuerySet, Value, When
from django.db.models.fields import BooleanField

from piste.kernel.clock import day_begins
from piste.kernel.criteria import fields, periods
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.fields import Field, Type
from piste.kernel.criteria.parsing import Criterion, Group
from piste.kernel.links import at_end
from piste.kernel.normal import plain
from piste.kernel.search import terms

Rows = TypeVar("Rows", bound=QuerySet)

NOTHING = Q(pk__in=[])
NEGATIONS = {"not_contains": "contains", "is_not": "is", "!=": "=", "not_in": "in", "has_none": "has_any"}
# A shorter piece of text is in the index of words only where a word begins.
INDEXED_FROM = 3


def fitting(rows: Rows, filter: Group, asker: Asker) -> Rows:
    """The rows that fit, of those given: whoever may see what was asked before (00.16)."""
    return rows.filter(as_q(filter, asker, rows.model)) if filter else rows


def as_q(filter: Group, asker: Asker, model: type[Model]) -> Q:
    """The filter as a condition on rows of the model."""
    parts = [
        as_q(part, asker, model) if isinstance(part, Group) else _criterion(part, asker, model) for part in filter.parts
    ]
    if not parts:
        return Q()
    joined = parts[0]
    for part in parts[1:]:
        joined = joined & part if filter.kind == "all" else joined | part
    return _not(joined) if filter.kind == "none" else joined


def _not(condition: Q) -> Q:
    """True wherever the condition is not true: neither false nor unknown as SQL's NOT has it."""
    return Q(Case(When(condition, then=Value(False)), default=Value(True), output_field=BooleanField()))


def _criterion(asked: Criterion, asker: Asker, model: type[Model]) -> Q:
    field, op, value = asked.field, asked.op, asked.value
    if field.questions is not None:
        return field.questions[op].condition(value, asker)
    if op in ("empty", "filled"):
        return _empty(field, model) if op == "empty" else ~_empty(field, model)
    if field.whose and op in field.whose:
        keys = field.whose[op](asker.user) if asker.user is not None else ()
        return Q(**{f"{field.path}__in": list(keys)})
    if op in NEGATIONS:
        return _not(CONDITIONS[field.type](field, NEGATIONS[op], value, asker, model))
    return CONDITIONS[field.type](field, op, value, asker, model)


def _empty(field: Field, model: type[Model]) -> Q:
    if field.type == Type.MANY:
        return ~Q(pk__in=model._base_manager.exclude(**{field.path: None}).order_by().values("pk"))
    missing = Q(**{f"{field.path}__isnull": True})
    texts = field.type == Type.TEXT or (field.type == Type.CHOICE and "" not in (field.choices or dict)())
    return missing | Q(**{field.path: ""}) if texts and _is_text(field, model) else missing


def _is_text(field: Field, model: type[Model]) -> bool:
    _model, column = at_end(model, field.path)
    return column.get_internal_type() in ("CharField", "TextField")


def _text(field: Field, op: str, value: str, _asker: Asker, _model: type[Model]) -> Q:
    if op == "is" and field.normal:
        return Q(**{field.path: field.normal(value)})
    column = f"{field.path}__plain"
    if op == "words":
        condition = Q()
        for word in plain(value).split():
            condition &= Q(**{f"{column}__contains": word})
    else:
        lookup = {"contains": "__contains", "is": "", "starts": "__startswith"}[op]
        condition = Q(**{column + lookup: plain(value)})
    return _by_index(field, value) & condition


def _by_index(field: Field, value: str) -> Q:
    """What the index of words finds first: every longer piece of the text stands in one of them."""
    pieces = [piece for piece in terms(plain(value)) if not piece.startswith(" ")] if field.searched else []
    pieces = [piece for piece in pieces if len(piece) >= INDEXED_FROM and piece in plain(value)]
    return Q(search_text__matches=pieces) if pieces else Q()


def _amount(field: Field, op: str, value: Any, _asker: Asker, _model: type[Model]) -> Q:
    if op == "between":
        return Q(**{f"{field.path}__gte": value[0], f"{field.path}__lte": value[1]})
    lookup = {"=": "", "<": "__lt", "<=": "__lte", ">": "__gt", ">=": "__gte"}[op]
    return Q(**{field.path + lookup: value})


def _day(field: Field, op: str, value: Any, asker: Asker, _model: type[Model]) -> Q:
    begin, end = periods.span(op, value, asker)
    limits = {"gte": begin, "lt": end}
    if field.type == Type.MOMENT:
        limits = {name: day and day_begins(day, asker.zone) for name, day in limits.items()}
    return Q(**{f"{field.path}__{name}": limit for name, limit in limits.items() if limit is not None})


def _link(field: Field, op: str, value: Any, _asker: Asker, model: type[Model]) -> Q:
    if op in ("before", "after"):
        return _ranked(field, op, value, model)
    return Q(**{f"{field.path}__in": value}) if op == "in" else Q(**{field.path: value})


def _ranked(field: Field, op: str, key: int, model: type[Model]) -> Q:
    """Before or after the row of that key, in the order of its rank; rows of the same rank follow their keys."""
    column = field.rank.removeprefix(f"{field.path}__")
    related = model._meta.get_field(field.path).related_model if "__" not in field.path else None
    rows = related._base_manager if related else fields.noun(field.noun).model._base_manager
    rank = rows.filter(pk=key).values_list(column, flat=True).first()
    if rank is None:
        return NOTHING
    sign = "lt" if op == "before" else "gt"
    return Q(**{f"{field.rank}__{sign}": rank}) | Q(**{field.rank: rank, f"{field.path}__{sign}": key})


def _many(field: Field, op: str, value: list[int], _asker: Asker, model: type[Model]) -> Q:
    rows = model._base_manager.order_by()
    if op == "has_any":
        return Q(pk__in=rows.filter(**{f"{field.path}__in": value}).values("pk"))
    condition = Q()
    for key in value:
        condition &= Q(pk__in=rows.filter(**{field.path: key}).values("pk"))
    return condition


def _yes(field: Field, op: str, _value: Any, _asker: Asker, _model: type[Model]) -> Q:
    return Q(**{field.path: op == "true"})


Condition = Callable[[Field, str, Any, Asker, type[Model]], Q]
CONDITIONS: dict[Type, Condition] = {
    Type.TEXT: _text,
    Type.NUMBER: _amount,
    Type.MONEY: _amount,
    Type.PERCENT: _amount,
    Type.DATE: _day,
    Type.MOMENT: _day,
    Type.CHOICE: _link,
    Type.LINK: _link,
    Type.MANY: _many,
    Type.YES: _yes,
}
