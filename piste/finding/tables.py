"""A list of any noun from its declared fields: columns, order, groups, sums (14.8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import Promise

from piste.finding import cells, grouping
from piste.finding.bulk import NO_ACTS, Act, Bar, named
from piste.finding.cells import Row
from piste.finding.dimensions import DATES, UNITS, dimensions_of
from piste.finding.grouping import Head
from piste.finding.models import ColumnChoice
from piste.finding.shapes import Shape, is_listed, sorts
from piste.history.subjects import address
from piste.kernel.criteria import fields
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.fields import Field, Type
from piste.kernel.normal import plain
from piste.kernel.paging import Slice, sliced

ON_A_PAGE = 50
# Counting further is not worth its price.
COUNTED = 10_000
SUMMED = (Type.MONEY, Type.NUMBER)
AT_END = (*SUMMED, Type.PERCENT, *DATES)


@dataclass(frozen=True, slots=True)
class Extent:
    """How many rows there are; `more` when that is only where counting stopped, and nothing was summed."""

    count: int
    more: bool = False
    sums: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a room shows its noun: columns and order at first, and what no declaration can say.

    `cells` is a template of macros, named like the fields in `special`; `beside` and `acts` are two more of them, after
    the title and at the end of the line. `reads` are columns that they need; `enrich` gives each row more of its room.
    """

    noun: str
    label: str | Promise
    element: str
    columns: tuple[str, ...]
    sort: str
    cells: str = ""
    special: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    beside: bool = False
    acts: bool = False
    enrich: Callable[[list[Row], Any], Mapping[int, Any]] | None = None
    # What is known of all rows without counting them; None when it is not.
    totals: Callable[[], Extent | None] = lambda: None
    bar: Bar = NO_ACTS
    # Whether its room has told `listings` of it, so that it can be taken away as a file.
    exports: bool = False
    # What cells say that their room draws: for the key of a column, the words of a row.
    words: Mapping[str, Callable[[Row], Any]] = field(default_factory=dict)
    # Where a cell is edited in place: for the key of its column, the door of the row 0.
    doors: Mapping[str, str] = field(default_factory=dict)
    # Whether rows have pages: those in the trash have none.
    links: bool = True
    # Whether it is drawn anew at every change of the noun, not only of its lines.
    live: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    field: Field
    width: int = 0
    special: bool = False

    @property
    def key(self) -> str:
        return self.field.key

    @property
    def at_end(self) -> bool:
        return self.field.type in AT_END and not self.special


class Table:
    """Rows that fit a filter, as one user looks at them. `address` makes the view's address from changes of the filter.

    `rows` are those that are paged, `whole` the same when they are counted, `readable` all that the user may see.
    """

    def __init__(
        self,
        user: Any,
        look: Look,
        rows: QuerySet,
        shape: Shape,
        address: Callable[..., str],
        *,
        readable: QuerySet,
        whole: QuerySet | None = None,
        at: tuple[str, ...] = (),
    ) -> None:
        self.user, self.look, self.rows, self.shape, self.address = user, look, rows, shape, address
        self.readable, self.whole, self.at = readable, rows if whole is None else whole, at
        self.noun = fields.noun(look.noun)
        self.usual = look.sort
        self.sort = shape.sort or look.sort
        self.levels, self.asker = shape.levels(self.noun), Asker.of(user)

    @cached_property
    def kept(self) -> ColumnChoice | None:
        return ColumnChoice.objects.visible_to(self.user).filter(noun=self.look.noun).first()

    @cached_property
    def columns(self) -> list[Column]:
        """Those of the address, else those that the user chose, else the usual ones."""
        keys = self.shape.columns or (self.kept.columns if self.kept else ()) or self.look.columns
        widths = self.kept.widths if self.kept else {}
        shown = [one for key in keys if is_listed(one := self._field(key))]
        return [Column(one, widths.get(one.key, 0), one.key in self.look.special) for one in shown if one]

    @cached_property
    def measured(self) -> list[Field]:
        """The columns that have sums."""
        return [one.field for one in self.columns if _is_summed(one.field)]

    def page(self, cursor: str = "") -> Slice:
        """The rows after the cursor: first which ones, by the order's column alone, then all that they show."""
        path, sign = self._order
        found = sliced(
            self._opened(self.rows).values(path, "id"), order=[sign + path, f"{sign}id"], cursor=cursor, limit=ON_A_PAGE
        )
        return Slice(self.lines([row["id"] for row in found.rows]), found.following)

    def ordered(self, rows: QuerySet) -> QuerySet:
        path, sign = self._order
        return rows.order_by(sign + path, f"{sign}id")

    def lines(self, keys: list[int]) -> list[Row]:
        """These rows in this order, read by their keys alone."""
        rows = cells.read(self.readable, keys, [one.field for one in self.columns], self.look.reads)
        if self.look.enrich and rows:
            more = self.look.enrich(rows, self.user)
            rows = [replace(row, more=more[row.key]) for row in rows if row.key in more]
        return rows

    @cached_property
    def extent(self) -> Extent:
        """From what the room knows of all rows, else counted up to a bound; sums only of what was counted."""
        known, wanted = self.look.totals(), {one.key for one in self.measured}
        if known and (known.count > COUNTED or known.sums.keys() >= wanted):
            return known
        sums = {one.path: Sum(one.path) for one in self.measured}
        bounded = self.whole.order_by().values("pk", *sums)[: COUNTED + 1]
        found = bounded.aggregate(tally=Count("pk"), **{f"sum_{path}": total for path, total in sums.items()})
        if found["tally"] > COUNTED:
            return Extent(COUNTED, more=True)
        return Extent(found["tally"], sums={one.key: found[f"sum_{one.path}"] for one in self.measured})

    def heads(self, at: tuple[str, ...] = ()) -> list[Head]:
        """The groups, or those inside of the group `at`."""
        rows = self.whole.filter(self._within(at)) if at else self.whole
        return grouping.heads(rows, self.levels[len(at)], self.measured, self.asker)

    def head(self, at: tuple[str, ...]) -> Head | None:
        """The one group of that address."""
        *outer, said = at
        level = self.levels[len(outer)]
        rows = self.whole.filter(self._within(at))
        found = grouping.heads(rows, level, self.measured, self.asker)
        return next((head for head in found if head.said == said), None)

    def _within(self, at: tuple[str, ...]) -> Q:
        condition = Q()
        for level, said in zip(self.levels, at, strict=False):
            condition &= grouping.within(level, said, self.noun, self.asker)
        return condition

    def _opened(self, rows: QuerySet) -> QuerySet:
        return rows.filter(self._within(self.at)) if self.at else rows

    @property
    def _order(self) -> tuple[str, str]:
        one = self.noun.field(self.sort.removeprefix("-"))
        return one.sorted_by, "-" if self.sort.startswith("-") else ""

    def _field(self, key: str) -> Field | None:
        try:
            return self.noun.field(key)
        except LookupError:
            return None

    @property
    def saved_url(self) -> str:
        """What a view is saved of: with the columns that this user sees."""
        chosen = self.shape.columns or tuple(self.kept.columns if self.kept else ())
        chosen = tuple(key for key in chosen if is_listed(self._field(key)))
        return self.shaped(columns=chosen)

    # What templates ask.

    def value(self, row: Row, column: Column) -> Any:
        return cells.value_of(row, column.field)

    def title(self, row: Row) -> str:
        """What the line is called: its first column in words."""
        first = self.columns[0].field
        words = self.look.words.get(first.key)
        return (words(row) if words else cells.text_of(cells.value_of(row, first), first)) or "–"

    @property
    def selects(self) -> bool:
        """Whether rows can be ticked."""
        return self.look.bar != NO_ACTS or self.exports

    @property
    def exports(self) -> bool:
        return self.look.exports and self.user.may_export

    def acts(self, names: tuple[str, ...]) -> list[tuple[str, Act]]:
        return named(self.look.noun, names)

    def link(self, row: Row) -> str:
        return address(self.look.noun, row.key) if self.look.links else ""

    def total(self, sums: Mapping[str, Any], column: Column) -> str:
        return cells.text_of(sums.get(column.key), column.field)

    def url(self, *, cursor: str = "", at: tuple[str, ...] = (), **changes: Any) -> str:
        """The address of this list with changes of the filter."""
        return self._said(self.address(**changes), self.shape, cursor, at)

    def query(self, **changes: Any) -> str:
        """Its query alone."""
        query = urlsplit(self.url(**changes)).query
        return f"?{query}" if query else ""

    def shaped(self, **changes: Any) -> str:
        """The address of the same rows laid out otherwise."""
        return self._said(self.address(), replace(self.shape, **changes), "", ())

    def _said(self, base: str, shape: Shape, cursor: str, at: tuple[str, ...]) -> str:
        said = {**shape.params(), "cursor": cursor, "at": at}
        query = urlencode({name: value for name, value in said.items() if value}, doseq=True)
        return base + ("&" if "?" in base else "?") + query if query else base

    def sorted_by(self, column: Column) -> str:
        """The list by this column; asked once more, in the other direction. Empty when it cannot be."""
        if not sorts(self.noun, column.key):
            return ""
        sort = f"-{column.key}" if self.sort == column.key else column.key
        return self.shaped(sort="" if sort == self.usual else sort)

    def direction(self, column: Column) -> str:
        return {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "")

    @property
    def groupable(self) -> list[tuple[str, str]]:
        """What rows can be grouped by, dates by months at first."""
        offered = [(one.key, str(one.field.label)) for one in dimensions_of(self.noun)]
        return sorted(offered, key=lambda option: plain(option[1]))

    def grouped_by(self, key: str) -> str:
        """One level more, or one less when it is there."""
        taken = [level.key.partition(":")[0] for level in self.levels]
        bare = key.partition(":")[0]
        kept = [level.key for level in self.levels if level.key.partition(":")[0] != bare]
        return self.shaped(group=tuple(kept) if bare in taken else (*kept[-1:], key))

    def is_grouped_by(self, key: str) -> bool:
        return any(level.field.key == key.partition(":")[0] for level in self.levels)

    def units(self) -> list[tuple[str, str, bool]]:
        """Other units for the dates that rows are grouped by: address, name, whether it is the one."""
        found = []
        for place, level in enumerate(self.levels):
            for unit, name in UNITS.items() if level.unit else ():
                keys = [one.key for one in self.levels]
                keys[place] = f"{level.field.key}:{unit}"
                found.append((self.shaped(group=tuple(keys)), f"{level.field.label}: {name}", unit == level.unit))
        return found


def _is_summed(one: Field) -> bool:
    return one.measurable and bool(one.path) and one.type in SUMMED and not one.averaged
