"""The page of figures: a pivot or a graph of some rows, as its address asks (11.2-11.4)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.finding.dimensions import Dimension, Measure, dimension, measure
from piste.finding.earlier import AGAINST, Earlier
from piste.finding.pivot import OTHERS, Figure, Key, Pivot
from piste.finding.shapes import NOTHING
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.fields import Noun
from piste.kernel.criteria.parsing import Group, both, parse
from piste.kernel.refusals import Refused

DOWN_AT_MOST, ACROSS_AT_MOST, MEASURES_AT_MOST = 3, 1, 4
# More links than these would weigh more than the figures; the totals stay linked.
LINKED_AT_MOST = 1000

CHARTS: dict[str, str | Promise] = {
    "bar": gettext_lazy("Bars"),
    "stacked": gettext_lazy("Stacked bars"),
    "line": gettext_lazy("Line"),
    "pie": gettext_lazy("Pie"),
    "funnel": gettext_lazy("Funnel"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """What the figures are of, as the address says it."""

    down: tuple[Dimension, ...]
    across: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    chart: str = "bar"

    @classmethod
    def of(cls, noun: Noun, given: QueryDict, usual: dict[str, str]) -> Self:
        """Refused for what rows cannot be grouped or measured by."""

        def keys(name: str) -> list[str]:
            said = ",".join(given.getlist(name)) if name in given else usual.get(name, "")
            return [key for key in dict.fromkeys(said.split(",")) if key not in ("", NOTHING)]

        down, across, measures = keys("rows"), keys("cols"), keys("measures") or ["count"]
        if len(down) > DOWN_AT_MOST or len(across) > ACROSS_AT_MOST or len(measures) > MEASURES_AT_MOST:
            raise Refused(_("This is too wide. Add a period or a team."))
        chart = given.get("chart", usual.get("chart", "bar"))
        return cls(
            tuple(dimension(noun, key) for key in down),
            tuple(dimension(noun, key) for key in across if key not in down),
            tuple(measure(noun, key) for key in measures),
            chart if chart in CHARTS else "bar",
        )

    def swapped(self) -> dict[str, str]:
        """Rows as columns; those that stand further in stay rows."""
        first, *inner = self.down or (None,)
        down = [one.key for one in (*self.across, *inner) if one]
        return {"rows": ",".join(down) or NOTHING, "cols": first.key if first else NOTHING}

    def params(self) -> dict[str, str]:
        return {
            "rows": ",".join(one.key for one in self.down),
            "cols": ",".join(one.key for one in self.across),
            "measures": ",".join(one.key for one in self.measures),
            "chart": self.chart,
        }


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: `url` leads to exactly the rows that it was made of; `before` is that of an earlier time."""

    figure: Figure
    kind: str
    url: str = ""
    averages: bool = False
    before: "Cell | None" = None

    @property
    def change(self) -> Decimal | None:
        """In per cent of the earlier one; of averages, and from nothing, it says little."""
        if self.averages or self.before is None or not self.before.figure:
            return None
        then = Decimal(self.before.figure)
        return (Decimal(self.figure or 0) - then) / abs(then) * 100


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the pivot: its names, its figures, and its totals."""

    names: tuple[str, ...]
    cells: tuple[Cell, ...]
    totals: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What the figures are made of: the rows that fit some conditions, and the address of their list."""

    noun: str
    conditions: Group
    rows: Callable[[Group], QuerySet]
    listed: Callable[[Group], str]


class Figures:
    """The pivot as it is shown, and beside it the figures of the time that it is compared `against`."""

    def __init__(self, source: Source, user: Any, layout: Layout, against: str = "") -> None:
        self.source, self.layout = source, layout
        asker, asked = Asker.of(user), source.conditions
        self.earlier = Earlier.of(asked, against, asker)
        self.against = str(AGAINST[against]) if self.earlier else ""
        self.before = self._pivot(self.earlier.conditions, asker, self.earlier.dimensions) if self.earlier else None
        self.pivot = self._pivot(asked, asker, beside=self.before)
        if self.before:
            self.before.show_like(self.pivot)

    def _pivot(
        self,
        asked: Group,
        asker: Asker,
        grouped: Callable[[Iterable[Dimension]], list[Dimension]] = list,
        beside: Pivot | None = None,
    ) -> Pivot:
        down, across = grouped(self.layout.down), grouped(self.layout.across)
        return Pivot(self.source.rows(asked), asker, down, across, list(self.layout.measures), beside=beside)

    @property
    def are_some(self) -> bool:
        return bool(self.pivot.total.count or (self.before and self.before.total.count))

    @cached_property
    def heads(self) -> list[str]:
        """The names of the columns."""
        return [self._name(key, self._column_names) for key in self.pivot.column_keys] if self.layout.across else []

    @cached_property
    def _row_names(self) -> list[dict[Any, str]]:
        return self.pivot.names(list(self.layout.down), self.pivot.row_keys)

    @cached_property
    def _column_names(self) -> list[dict[Any, str]]:
        return self.pivot.names(list(self.layout.across), self.pivot.column_keys)

    @property
    def lines(self) -> Iterator[Line]:
        linked = len(self.pivot.row_keys) * len(self.pivot.column_keys) <= LINKED_AT_MOST
        for row in self.pivot.row_keys:
            cells = [cell for column in self.pivot.column_keys for cell in self._cells(row, column, linked=linked)]
            yield Line(self.names(row), tuple(cells), self._cells(row, None) if self.layout.across else ())

    @property
    def totals(self) -> Line:
        """The last row."""
        across = self.pivot.column_keys if self.layout.across else []
        cells = tuple(cell for column in across for cell in self._cells(None, column))
        whole = self._cells(None, None)
        return Line((_("Total"),), cells or whole, whole if self.layout.across else ())

    def _cells(self, row: Key | None, column: Key | None, *, linked: bool = True) -> tuple[Cell, ...]:
        """A cell for each measure; None stands for all rows, or for all columns."""
        now = self._cells_of(self.pivot, self.source.conditions, row, column, linked=linked)
        if self.before is None or self.earlier is None:
            return now
        then = self._cells_of(self.before, self.earlier.conditions, row, column, linked=linked)
        return tuple(replace(cell, before=before) for cell, before in zip(now, then, strict=True))

    def _cells_of(
        self, pivot: Pivot, asked: Group, row: Key | None, column: Key | None, *, linked: bool
    ) -> tuple[Cell, ...]:
        tally = pivot.cell(row, column)
        figures = tally.figures if tally else [None] * len(self.layout.measures)
        conditions = conditions_of(row, pivot.down, column, pivot.across) if linked and tally and tally.count else None
        url = "" if conditions is None else self.listed(asked, conditions)
        return tuple(
            Cell(figure, one.kind, url, averages=one.averages)
            for figure, one in zip(figures, self.layout.measures, strict=True)
        )

    def listed(self, asked: Group, conditions: list[dict[str, Any]]) -> str:
        return self.source.listed(both(asked, parse(self.source.noun, {"all": conditions})))

    def names(self, key: Key) -> tuple[str, ...]:
        if key == (OTHERS,):
            hidden = len(self.pivot.row_totals) - len(self.pivot.row_keys) + 1
            return (_("Others (%(n)s)") % {"n": hidden}, *[""] * (len(self.layout.down) - 1))
        return tuple(names[value] for names, value in zip(self._row_names, key, strict=True)) or (_("All"),)

    def _name(self, key: Key, names: list[dict[Any, str]]) -> str:
        return _("Others") if key == (OTHERS,) else names[0][key[0]]


def conditions_of(
    row: Key | None, down: list[Dimension], column: Key | None, across: list[Dimension]
) -> list[dict[str, Any]] | None:
    """What finds exactly the rows of a cell; None for what stands for the others, or was moved apart."""
    if (OTHERS,) in (row, column):
        return None
    pairs = [*zip(down, row or (), strict=row is not None), *zip(across, column or (), strict=column is not None)]
    said = [one.criterion(value) for one, value in pairs]
    return None if None in said else [one for one in said if one]
