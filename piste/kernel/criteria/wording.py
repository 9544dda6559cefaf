"""A filter as a sentence: "Country is Canada and expected closing this month" (00.13)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.kernel.criteria import periods
from piste.kernel.criteria.fields import Field, Type
from piste.kernel.criteria.parsing import ALONE, Criterion, Group

OPERATORS: dict[str, str | Promise] = {
    "contains": gettext_lazy("contains"),
    "not_contains": gettext_lazy("does not contain"),
    "is": gettext_lazy("is"),
    "is_not": gettext_lazy("is not"),
    "starts": gettext_lazy("starts with"),
    "words": gettext_lazy("has the words"),
    "empty": gettext_lazy("is empty"),
    "filled": gettext_lazy("is not empty"),
    "=": "=",
    "!=": "≠",
    "<": "<",
    "<=": "≤",
    ">": ">",
    ">=": "≥",
    "between": gettext_lazy("between"),
    "on": gettext_lazy("on"),
    "before": gettext_lazy("before"),
    "after": gettext_lazy("after"),
    "rel": gettext_lazy("within"),
    "in": gettext_lazy("is one of"),
    "not_in": gettext_lazy("is none of"),
    "me": gettext_lazy("is me"),
    "my_team": gettext_lazy("is my team"),
    "has_any": gettext_lazy("has any of"),
    "has_all": gettext_lazy("has all of"),
    "has_none": gettext_lazy("has none of"),
    "true": gettext_lazy("yes"),
    "false": gettext_lazy("no"),
}


def operator(field: Field, op: str) -> str:
    """The operator as it is offered."""
    return str(field.questions[op].label if field.questions is not None else OPERATORS[op])


def sentence(filter: Group, user: Any) -> str:
    """The whole filter; empty for everything. Rows that the user may not see are not named."""
    return _grouped(filter, user, outermost=True)


def parts(filter: Group, user: Any) -> list[str]:
    """One text for each part that must hold, as chips show them."""
    whole = filter.kind == "all"
    return [_part(part, user) for part in filter.parts] if whole else [sentence(filter, user)]


def _part(part: Criterion | Group, user: Any) -> str:
    return _grouped(part, user) if isinstance(part, Group) else criterion(part, user)


def _grouped(filter: Group, user: Any, *, outermost: bool = False) -> str:
    said = [_part(part, user) for part in filter.parts]
    joined = (_(" or ") if filter.kind in ("any", "none") else _(" and ")).join(said)
    if filter.kind == "none" and said:
        return _("none of (%(conditions)s)") % {"conditions": joined}
    return joined if outermost or len(said) < 2 else f"({joined})"


def criterion(asked: Criterion, user: Any) -> str:
    field, op = asked.field, asked.op
    if field.questions is not None:
        return field.questions[op].said(asked.value, user)
    if op == "rel":
        return f"{field.label} {periods.said(asked.value)}"
    if op in ALONE:
        return f"{field.label}{':' if field.type == Type.YES else ''} {operator(field, op)}"
    return f"{field.label} {operator(field, op)} {_value(field, asked, user)}"


def _value(field: Field, asked: Criterion, user: Any) -> str:
    values = asked.value if isinstance(asked.value, list) else [asked.value]
    shown = list(names(field, values, user).values())
    if asked.op == "between":
        return _("%(first)s and %(last)s") % {"first": shown[0], "last": shown[-1]}
    return ", ".join(shown)


def names(field: Field, values: Iterable[Any], user: Any) -> dict[Any, str]:
    """What each value is called."""
    values = list(values)
    if field.type in (Type.LINK, Type.MANY) and field.rows:
        found = {row.pk: str(row) for row in field.rows(user).filter(pk__in=values)}
        return {value: found.get(value, _("Unknown")) for value in values}
    if field.type == Type.CHOICE and field.choices:
        choices = field.choices()
        return {value: str(choices.get(value, value)) for value in values}
    return {value: _plainly(value) for value in values}


def _plainly(value: Any) -> str:
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, Decimal):
        return number_format(value.normalize() if value % 1 else int(value), force_grouping=True)
    return _("“%(text)s”") % {"text": value}
