"""Rows of a noun counted, added up and averaged in groups: the figures of pivots, graphs and group heads (11.2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from piste.finding.dimensions import Dimension, Measure
from piste.kernel.criteria.asker import Asker
from piste.kernel.refusals import Refused

# The largest are shown, the rest is one group (11.B4).
GROUPS_AT_MOST = 200
COLUMNS_AT_MOST = 60
CELLS_AT_MOST = 20_000

Figure = int | float | Decimal | None
Key = tuple[Any, ...]


class Others:
    """The key of the group that holds what is too small to be shown."""

    def __repr__(self) -> str:
        return "Others"


OTHERS = Others()


@dataclass
class Tally:
    """What a cell holds: a figure for each measure, and of how many values it was made."""

    figures: list[Figure]
    known: list[int]
    count: int = 0

    def add(self, other: "Tally", measures: list[Measure]) -> None:
        """Joins two groups; averages by how many values each was made of."""
        for place, measure in enumerate(measures):
            mine, theirs = self.figures[place], other.figures[place]
            if theirs is None or mine is None:
                self.figures[place] = theirs if mine is None else mine
            elif measure.averages:
                whole = self.known[place] + other.known[place]
                parts = Decimal(str(mine)) * self.known[place] + Decimal(str(theirs)) * other.known[place]
                self.figures[place] = parts / whole if whole else None
            else:
                self.figures[place] = mine + theirs  # type: ignore[operator]
            self.known[place] += other.known[place]
        self.count += other.count


class Pivot:
    """Figures by the groups of up to four dimensions, the last `across` of them as columns."""

    def __init__(
        self,
        rows: QuerySet,
        asker: Asker,
        down: list[Dimension],
        across: list[Dimension],
        measures: list[Measure],
        *,
        beside: "Pivot | None" = None,
    ) -> None:
        """The groups of the figures `beside` these are shown too, also where they hold nothing here."""
        self.rows, self.asker, self.beside = rows, asker, beside
        self.down, self.across, self.measures = down, across, measures

    @cached_property
    def _cells(self) -> dict[tuple[Key, Key], Tally]:
        cells = self._grouped([*self.down, *self.across])
        depth = len(self.down)
        return {(key[:depth], key[depth:]): tally for key, tally in cells.items()}

    def _grouped(self, dimensions: list[Dimension]) -> dict[Key, Tally]:
        names = [f"dimension{place}" for place in range(len(dimensions))]
        by = {name: one.expression(self.asker) for name, one in zip(names, dimensions, strict=True)}
        figures = {f"figure{place}": one.expression() for place, one in enumerate(self.measures)}
        known = {f"known{place}": one.known() for place, one in enumerate(self.measures) if one.averages}
        counted = {"rows": Measure().expression()}
        grouped = self.rows.order_by().values(**by).annotate(**figures, **known, **counted)
        found = list(grouped[: CELLS_AT_MOST + 1])
        if len(found) > CELLS_AT_MOST:
            raise Refused(_("This is too wide. Add a period or a team."))
        groups: dict[Key, Tally] = {}
        for row in found:
            key = tuple(one.value(row[name], self.asker) for name, one in zip(names, dimensions, strict=True))
            if key in groups:
                groups[key].add(self._tally(row), self.measures)
            else:
                groups[key] = self._tally(row)
        return groups

    def _tally(self, row: dict[str, Any]) -> Tally:
        places = range(len(self.measures))
        return Tally(
            [row[f"figure{place}"] for place in places],
            [row.get(f"known{place}", row["rows"]) for place in places],
            row["rows"],
        )

    @cached_property
    def total(self) -> Tally:
        return self._joined((), lambda _down, _across: ()).get((), self._nothing())

    @cached_property
    def row_keys(self) -> list[Key]:
        """The groups of the rows, in order; where they are too many the largest, and the others."""
        return self._largest(self.row_totals, self.down, GROUPS_AT_MOST)

    @cached_property
    def column_keys(self) -> list[Key]:
        return self._largest(self.column_totals, self.across, COLUMNS_AT_MOST) if self.across else [()]

    @cached_property
    def row_totals(self) -> dict[Key, Tally]:
        own = self._joined(self.down, lambda down, _across: down)
        return self._with_others(own, self.beside.row_totals if self.beside else {})

    @cached_property
    def column_totals(self) -> dict[Key, Tally]:
        own = self._joined(self.across, lambda _down, across: across)
        return self._with_others(own, self.beside.column_totals if self.beside else {})

    def _with_others(self, own: dict[Key, Tally], others: dict[Key, Tally]) -> dict[Key, Tally]:
        return own | {key: self._nothing() for key in others if key not in own}

    def show_like(self, other: "Pivot") -> None:
        """Shows the groups that the other shows, in its order."""
        self.row_keys, self.column_keys = other.row_keys, other.column_keys

    def _joined(self, kept: Iterable[Dimension], part: Any) -> dict[Key, Tally]:
        """Totals over the other dimensions: added up, or asked anew where a row counts in several groups."""
        kept = list(kept)
        gone = [one for one in (*self.down, *self.across) if one not in kept]
        if any(one.counts_twice for one in gone):
            return self._grouped(kept) if kept else {(): self._whole()}
        totals: dict[Key, Tally] = defaultdict(self._nothing)
        for (down, across), tally in self._cells.items():
            totals[part(down, across)].add(tally, self.measures)
        return dict(totals)

    def _whole(self) -> Tally:
        figures = {f"figure{place}": one.expression() for place, one in enumerate(self.measures)}
        known = {f"known{place}": one.known() for place, one in enumerate(self.measures)}
        distinct = self.rows.model._base_manager.filter(pk__in=self.rows.order_by().values("pk"))
        return self._tally(distinct.aggregate(**figures, **known, rows=Measure().expression()))

    def _nothing(self) -> Tally:
        return Tally([0 if not one.averages else None for one in self.measures], [0] * len(self.measures))

    def at(self, row: Key, column: Key) -> Tally | None:
        """The cell; of the others joined, None where there is nothing."""
        return self._shown.get((row, column))

    @cached_property
    def _shown(self) -> dict[tuple[Key, Key], Tally]:
        rows, columns = set(self.row_keys), set(self.column_keys)
        shown: dict[tuple[Key, Key], Tally] = {}
        for (down, across), tally in self._cells.items():
            place = (down if down in rows else (OTHERS,), across if across in columns else (OTHERS,))
            if place in shown:
                shown[place].add(tally, self.measures)
            else:
                shown[place] = Tally(list(tally.figures), list(tally.known), tally.count)
        return shown

    def cell(self, row: Key | None, column: Key | None) -> Tally | None:
        """As `at`; None stands for all rows, or for all columns."""
        if row is None:
            return self.total if column is None else self.column_total(column)
        return self.row_total(row) if column is None else self.at(row, column)

    def row_total(self, key: Key) -> Tally:
        return self._total(key, self.row_totals, self.row_keys)

    def column_total(self, key: Key) -> Tally:
        return self._total(key, self.column_totals, self.column_keys)

    def _total(self, key: Key, totals: dict[Key, Tally], shown: list[Key]) -> Tally:
        if key != (OTHERS,):
            return totals.get(key) or self._nothing()
        rest, known = self._nothing(), set(shown)
        for other, tally in totals.items():
            if other not in known:
                rest.add(tally, self.measures)
        return rest

    def _largest(self, totals: dict[Key, Tally], dimensions: list[Dimension], most: int) -> list[Key]:
        keys = list(totals)
        if len(keys) > most:
            keys = sorted(keys, key=lambda key: -_size(totals[key]))[: most - 1]
        places = [one.places({key[place] for key in keys}, self.asker.user) for place, one in enumerate(dimensions)]
        ordered = sorted(keys, key=lambda key: [places[place][value] for place, value in enumerate(key)])
        return [*ordered, (OTHERS,)] if len(totals) > most else ordered

    def names(self, dimensions: list[Dimension], keys: Iterable[Key]) -> list[dict[Any, str]]:
        """What the groups of each dimension are called, by value."""
        shown = [key for key in keys if key != (OTHERS,)]
        return [one.names({key[place] for key in shown}, self.asker.user) for place, one in enumerate(dimensions)]


def _size(tally: Tally) -> float:
    return float(tally.figures[0] or 0)
