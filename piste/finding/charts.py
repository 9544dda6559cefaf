"""Figures as a chart draws them: labels, series of numbers, and the address behind each place (11.2)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from piste.finding.dimensions import Dimension, period_ends
from piste.finding.figures import Figures, conditions_of
from piste.finding.pivot import OTHERS, Key, Pivot, Tally
from piste.kernel.criteria.parsing import Group
from piste.ui.place import site

# Whose shapes have room for an earlier time, and go on in time without a gap.
TIMED = ("bar", "stacked", "line")
# So many periods are drawn, empty ones too.
PERIODS_AT_MOST = 400
# As many colours as are told apart.
SLICES_AT_MOST = 12


class Chart:
    """The first measure: a series for each column, and paler ones of the time that it is compared with."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.kind, self.measure = figures.layout.chart, figures.layout.measures[0]
        keys = figures.pivot.row_keys
        self.rows = without_gaps(keys, figures.layout.down) if self.kind in TIMED else keys

    def told(self) -> dict[str, Any]:
        figures, series = self.figures, self._series(self.figures.pivot)
        labels, links = self._labels(), self._links(figures.pivot, figures.source.conditions)
        if self.kind == "pie" and len(self.rows) > SLICES_AT_MOST:
            labels, links = _largest(labels, links, series)
        return {
            "type": self.kind,
            "labels": labels,
            "series": series,
            "links": links,
            "earlier": self._earlier() if self.kind in TIMED else [],
            "measure": self.measure.label,
            "kind": str(self.measure.kind),
            "currency": site().currency,
        }

    def _labels(self) -> list[str]:
        added = [row for row in self.rows if row not in self.figures.pivot.row_totals and row != (OTHERS,)]
        empty = self.figures.pivot.names(list(self.figures.layout.down), added)[0] if added else {}
        return [empty[row[0]] if row in added else " · ".join(self.figures.names(row)) for row in self.rows]

    def _series(self, pivot: Pivot) -> list[dict[str, Any]]:
        heads = self.figures.heads or [self.measure.label]
        return [
            {"label": head, "data": [self._plotted(pivot.at(row, column)) for row in self.rows]}
            for head, column in zip(heads, pivot.column_keys, strict=True)
        ]

    def _plotted(self, tally: Tally | None) -> float | None:
        """Where nothing is, a sum is nothing, and an average is unknown."""
        figure = tally.figures[0] if tally else None
        if figure is None:
            return None if self.measure.averages else 0.0
        return float(figure)

    def _earlier(self) -> list[dict[str, Any]]:
        before, earlier = self.figures.before, self.figures.earlier
        if before is None or earlier is None:
            return []
        links = self._links(before, earlier.conditions)
        return [
            {"label": f"{one['label']} · {self.figures.against}", "data": one["data"], "links": links}
            for one in self._series(before)
        ]

    def _links(self, pivot: Pivot, asked: Group) -> list[str]:
        found = [conditions_of(row, pivot.down, None, []) for row in self.rows]
        return [self.figures.listed(asked, conditions) if conditions else "" for conditions in found]


def without_gaps(keys: list[Key], down: Iterable[Dimension]) -> list[Key]:
    """With the periods that lie between and hold nothing: a line over them would say otherwise."""
    units = [one.unit for one in down]
    days = [key[0] for key in keys if isinstance(key[0], date)] if len(units) == 1 and units[0] else []
    if not days or (OTHERS,) in keys:
        return keys
    periods: list[Key] = []
    day = days[0]
    while day <= days[-1] and len(periods) <= PERIODS_AT_MOST:
        periods.append((day,))
        day = period_ends(day, units[0])
    rest = [key for key in keys if not isinstance(key[0], date)]
    return keys if len(periods) > PERIODS_AT_MOST else [*periods, *rest]


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
