"""The page of figures: a pivot or a graph of some rows, as its address asks (11.2-11.4)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.finding.dimensions import Dimension, Measure, dimension, measure
from piste.finding.pivot import OTHERS, Figure, Key, Pivot, Tally
from piste.finding.shapes import NOTHING
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.fields import Noun
from piste.kernel.refusals import Refused
from piste.ui.place import site

DOWN_AT_MOST, ACROSS_AT_MOST, MEASURES_AT_MOST = 3, 1, 4
# More links than these would weigh more than the figures; the totals stay linked.
LINKED_AT_MOST = 1000
# As many colours as are told apart.
SLICES_AT_MOST = 12

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
    """One figure: `url` leads to exactly the rows that it was made of."""

    figure: Figure
    kind: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the pivot: its names, its figures, and its totals."""

    names: tuple[str, ...]
    cells: tuple[Cell, ...]
    totals: tuple[Cell, ...]


Address = Callable[[list[dict[str, Any]]], str]


class Figures:
    """The pivot as it is shown. `rows_of` gives the address of the list with further conditions."""

    def __init__(self, rows: QuerySet, user: Any, layout: Layout, rows_of: Address) -> None:
        self.layout, self.rows_of = layout, rows_of
        self.pivot = Pivot(rows, Asker.of(user), list(layout.down), list(layout.across), list(layout.measures))

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
            own = self._conditions(row, self.layout.down)
            cells = [
                cell
                for column in self.pivot.column_keys
                for cell in self._cells(
                    self.pivot.at(row, column), own, self._conditions(column, self.layout.across), linked=linked
                )
            ]
            totals = self._cells(self.pivot.row_total(row), own, [])
            yield Line(self._names(row), tuple(cells), tuple(totals) if self.layout.across else ())

    @property
    def totals(self) -> Line:
        """The last row."""
        cells = [
            cell
            for column in self.pivot.column_keys
            for cell in self._cells(self.pivot.column_total(column), [], self._conditions(column, self.layout.across))
            if self.layout.across
        ]
        whole = self._cells(self.pivot.total, [], [])
        return Line((_("Total"),), tuple(cells or whole), tuple(whole) if self.layout.across else ())

    def chart(self) -> dict[str, Any]:
        """The same figures for the chart: labels, and a series for each column of the first measure."""
        rows, one = self.pivot.row_keys, self.layout.measures[0]
        series = [
            {"label": name, "data": [self._plotted(self.pivot.at(row, column)) for row in rows]}
            for name, column in zip(self.heads or [one.label], self.pivot.column_keys, strict=True)
        ]
        asked = [self._conditions(row, self.layout.down) for row in rows]
        labels = [" · ".join(self._names(row)) for row in rows]
        links = [self.rows_of(conditions) if conditions else "" for conditions in asked]
        if self.layout.chart == "pie" and len(rows) > SLICES_AT_MOST:
            labels, links = _largest(labels, links, series)
        return {
            "type": self.layout.chart,
            "labels": labels,
            "series": series,
            "links": links,
            "measure": one.label,
            "kind": str(one.kind),
            "currency": site().currency,
        }

    def _cells(self, tally: Tally | None, own: list | None, across: list | None, *, linked: bool = True) -> list[Cell]:
        """A cell for each measure; what stands for the others leads nowhere."""
        reached = linked and tally is not None and tally.count and own is not None and across is not None
        url = self.rows_of([*(own or []), *(across or [])]) if reached else ""
        figures = tally.figures if tally else [None] * len(self.layout.measures)
        return [Cell(figure, one.kind, url) for figure, one in zip(figures, self.layout.measures, strict=True)]

    def _conditions(self, key: Key, dimensions: tuple[Dimension, ...]) -> list[dict[str, Any]] | None:
        if key == (OTHERS,):
            return None
        return [one.criterion(value) for one, value in zip(dimensions, key, strict=True)]

    def _names(self, key: Key) -> tuple[str, ...]:
        if key == (OTHERS,):
            hidden = len(self.pivot.row_totals) - len(self.pivot.row_keys) + 1
            return (_("Others (%(n)s)") % {"n": hidden}, *[""] * (len(self.layout.down) - 1))
        return tuple(names[value] for names, value in zip(self._row_names, key, strict=True)) or (_("All"),)

    def _name(self, key: Key, names: list[dict[Any, str]]) -> str:
        return _("Others") if key == (OTHERS,) else names[0][key[0]]

    def _plotted(self, tally: Tally | None) -> float | None:
        figure = tally.figures[0] if tally else None
        return None if figure is None else float(figure)


def _largest(labels: list[str], links: list[str], series: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Labels and links of the slices that can be told apart; the rest of each series is one more, without a link."""
    size = [sum(one["data"][place] or 0 for one in series) for place in range(len(labels))]
    # What stands for others already, without a link, goes to them.
    order = sorted(range(len(labels)), key=lambda place: (not links[place], -size[place]))
    shown, rest = sorted(order[: SLICES_AT_MOST - 1]), order[SLICES_AT_MOST - 1 :]
    for one in series:
        data = one["data"]
        one["data"] = [*(data[place] for place in shown), sum(data[place] or 0 for place in rest)]
    return [*(labels[place] for place in shown), _("Others")], [*(links[place] for place in shown), ""]
