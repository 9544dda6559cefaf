"""A list as a file: its columns as they are chosen, its rows in their order (13.19)."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from piste.finding import cells
from piste.finding.cells import Row
from piste.finding.sheets import JSON, objects, sheet
from piste.finding.tables import Column, Table
from piste.history.recording import chunks
from piste.kernel.criteria.fields import Type
from piste.kernel.refusals import Refused

AT_MOST = 50_000


def keys_of(table: Table, chosen: list[int] | None = None) -> list[int]:
    """The keys of all that fit the filter, or of the chosen ones, in the order of the list."""
    return in_order(table, table.whole if chosen is None else table.readable.filter(pk__in=chosen))


def in_order(table: Table, rows: QuerySet) -> list[int]:
    """The keys of these rows. Raises Refused when they are too many for a file."""
    keys = list(table.ordered(rows).values_list("pk", flat=True)[: AT_MOST + 1])
    if len(keys) > AT_MOST:
        raise Refused(_("More than 50,000 rows are too many for one file. Narrow the filter."))
    return keys


def file_of(kind: str, table: Table, keys: list[int]) -> HttpResponse:
    """The rows as a file: for a program under the keys of the columns, for people under their names."""
    title, rows = str(table.look.label), _rows(table, keys)
    if kind == JSON:
        return objects(title, [column.key for column in table.columns], rows)
    return sheet(kind, title, chain([[str(column.field.label) for column in table.columns]], rows))


def _rows(table: Table, keys: list[int]) -> Iterator[list[Any]]:
    """Read some hundreds at a time."""
    for some in chunks(keys):
        for row in table.lines(some):
            yield [_value(table, row, column) for column in table.columns]


def _value(table: Table, row: Row, column: Column) -> Any:
    """Numbers as numbers, days as days, moments in the reader's zone, all else in words."""
    one = column.field
    if said := table.look.words.get(column.key):
        return said(row)
    value = cells.value_of(row, one)
    if value is None or value == "":
        return None
    if one.type == Type.MOMENT:
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if one.type in (Type.MONEY, Type.NUMBER, Type.PERCENT, Type.DATE):
        return value
    return cells.text_of(value, one)
