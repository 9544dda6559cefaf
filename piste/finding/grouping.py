"""Heads of groups with their counts and sums: one statement however many rows they hold."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import ngettext

from piste.finding.dimensions import Dimension
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.compiling import as_q
from piste.kernel.criteria.fields import Field, Noun, Type
from piste.kernel.criteria.parsing import TEXT_AT_MOST, parse, unknown

# Beyond these, the largest are shown and the rest is summed up (11.B4).
SHOWN_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Head:
    """A group; `said` is its value in addresses, None for what was summed up of many."""

    said: str | None
    label: str
    count: int
    sums: dict[str, Any] = field(default_factory=dict)


def heads(rows: QuerySet, by: Dimension, measured: Iterable[Field], asker: Asker) -> list[Head]:
    """The groups of these rows in their order, empty values last."""
    names = {f"sum_{place}": one for place, one in enumerate(measured)}
    sums = {name: Sum(one.path) for name, one in names.items()}
    rows = _joined(rows, by, asker)
    grouped = rows.values("grouped").annotate(tally=Count("pk"), **sums).order_by("-tally")
    found = list(grouped[: SHOWN_AT_MOST + 1])
    many = len(found) > SHOWN_AT_MOST
    made = _made(found[: SHOWN_AT_MOST - 1] if many else found, by, names, asker)
    if many:
        made.append(_others(rows.aggregate(tally=Count("pk"), **sums), made, names, grouped.count() - len(made)))
    return made


def within(by: Dimension, said: str, noun: Noun, asker: Asker) -> Q:
    """The rows of the group that an address names. Raises Refused for a value that cannot be one."""
    if said and by.field.type == Type.TEXT:
        return Q(**{by.field.path: said[:TEXT_AT_MOST]})
    return as_q(parse(noun.name, by.criterion(_value(by, said))), asker, noun.model)


def _joined(rows: QuerySet, by: Dimension, asker: Asker) -> QuerySet:
    """The rows with the value they are grouped by; one of several values stands under each of them (11.7)."""
    if by.counts_twice:
        rows = rows.model._base_manager.filter(pk__in=rows.order_by().values("pk"))
    return rows.order_by().annotate(grouped=by.expression(asker))


def _made(found: list[dict[str, Any]], by: Dimension, names: dict[str, Field], asker: Asker) -> list[Head]:
    values = [by.value(row["grouped"], asker) for row in found]
    called, places = by.names(values, asker.user), by.places(values, asker.user)
    pairs = sorted(zip(values, found, strict=True), key=lambda pair: places[pair[0]])
    return [
        Head(_said(value), called[value], row["tally"], {one.key: row[name] for name, one in names.items()})
        for value, row in pairs
    ]


def _others(whole: dict[str, Any], made: list[Head], names: dict[str, Field], groups: int) -> Head:
    count = whole["tally"] - sum(head.count for head in made)
    sums = {one.key: (whole[name] or 0) - sum(head.sums[one.key] or 0 for head in made) for name, one in names.items()}
    return Head(None, ngettext("%(count)s other", "%(count)s others", groups) % {"count": groups}, count, sums)


def _said(value: Any) -> str:
    """The value as an address says it; "" for none."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)


def _value(by: Dimension, said: str) -> Any:
    if not said:
        return None
    if by.unit:
        try:
            return date.fromisoformat(said)
        except ValueError:
            raise unknown(said) from None
    return said == "1" if by.field.type == Type.YES else said
