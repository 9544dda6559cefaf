"""What the board shows: columns with their heads, and cards read by index as plain rows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, cached_property, partial
from typing import Any, Self

from django.db.models import Aggregate, Count, Q, QuerySet, Sum, TextChoices
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.activities.states import Urgency, within
from piste.finding.shapes import handed_on
from piste.kernel.clock import now
from piste.kernel.paging import Slice, cut, following
from piste.kernel.prepared import prepared
from piste.pipeline.cards import Card, cards_by_key, cards_of
from piste.pipeline.drawing import drawer
from piste.pipeline.filters import Filter, Scope, Show
from piste.pipeline.models import Stage
from piste.pipeline.totals import SUMS

ON_A_PAGE = 40


class Order(TextChoices):
    """How cards stand in a column (01.15); what is won stands newest closed first in any of them (01.10)."""

    PRIORITY = "priority", gettext_lazy("Priority, then newest")
    HAND = "hand", gettext_lazy("By hand")
    NEXT = "next", gettext_lazy("Next activity")
    REVENUE = "revenue", gettext_lazy("Expected revenue")
    CLOSING = "closing", gettext_lazy("Expected closing")


COLUMNS = {
    Order.PRIORITY: ["-priority", "-id"],
    Order.HAND: ["rank", "id"],
    Order.NEXT: ["next_due", "id"],
    Order.REVENUE: ["-expected_revenue", "-id"],
    Order.CLOSING: ["expected_closing", "id"],
}
NEWEST_CLOSED = ["-closed_at", "-id"]
AMOUNTS = ("revenue", "weighted", "monthly")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the filtered records are laid out: the address says it beside the filter."""

    order: Order = Order.PRIORITY
    # Columns that show one next step only, as "3.overdue"; folded columns that were opened.
    only: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    # What other layouts say.
    beside: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        given = request.GET
        order = given.get("order", "")
        return cls(
            order=Order(order) if order in Order.values else Order.PRIORITY,
            only=_several(given.getlist("only")),
            opened=_several(given.getlist("opened")),
            beside=handed_on(given, "order", "only", "opened"),
        )

    def step_of(self, stage: Stage) -> Urgency | None:
        """The one state of the next step that the column shows."""
        steps = (said.partition(".") for said in self.only)
        return next((Urgency(step) for key, _dot, step in steps if key == str(stage.pk) and step in Urgency), None)

    def with_step(self, stage: Stage, step: str) -> Self:
        others = tuple(said for said in self.only if said.partition(".")[0] != str(stage.pk))
        return replace(self, only=(*others, f"{stage.pk}.{step}") if step else others)

    def folds(self, stage: Stage) -> bool:
        return stage.folded and str(stage.pk) not in self.opened

    def params(self) -> dict[str, str]:
        order = str(self.order) if self.order != Order.PRIORITY else ""
        said = {"order": order, "only": ",".join(self.only), "opened": ",".join(self.opened)}
        return {name: value for name, value in {**self.beside, **said}.items() if value}


@dataclass(frozen=True, slots=True)
class Head:
    """What a column holds in all, not only on the page."""

    count: int = 0
    revenue: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)
    # What comes in every month.
    monthly: Decimal = Decimal(0)
    steps: tuple[tuple[Urgency, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A stage, its head, and the first cards in it; `step` when it shows one state of the next step only."""

    stage: Stage
    head: Head
    step: Urgency | None = None
    folded: bool = False
    cards: tuple[Card, ...] = ()
    following: str = ""


class Board:
    """The pipeline as one user looks at it: a fixed number of statements, however many records there are."""

    # The door that puts a card into another column.
    move_door = "pipeline:move"
    # Columns that are not shown, for they are too many.
    left_out = 0

    def __init__(self, user, filter: Filter, layout: Layout) -> None:
        self.user, self.filter, self.layout = user, filter, layout
        self.leads = filter.leads(user)
        self.draw = drawer()
        self._question = cache(self._keys_of)

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        return cls(request.user, Filter.of(request), Layout.of(request))

    @cached_property
    def heads(self) -> dict[int, Head]:
        """What each stage holds, from the ledger where it knows, else counted."""
        lines = self.filter.totals(self.user)
        if lines is None:
            return summed(self.leads, partial(Count, "pk"), SUMS, "next_due")
        return summed(lines, partial(Sum, "count"), AMOUNTS, "due")

    @cached_property
    def stages(self) -> list[Stage]:
        """Shared stages, those of the teams looked at, and any other that holds a record (01.11)."""
        shown = Q(teams=None) | Q(pk__in=[key for key, head in self.heads.items() if head.count])
        if teams := self.filter.teams(self.user):
            shown |= Q(teams__in=teams)
        stages = Stage.objects.visible_to(self.user).filter(shown).distinct()
        if self.filter.show != Show.ACTIVE:
            stages = stages.filter(is_won=self.filter.show == Show.WON)
        return list(stages)

    @cached_property
    def columns(self) -> list[Column]:
        slices = {stage.pk: self._slice(stage) for stage in self.stages if not self.layout.folds(stage)}
        cards = self._read(slices.values())
        return [self._column(stage, slices.get(stage.pk), cards) for stage in self.stages]

    def column(self, stage: Stage, cursor: str = "") -> Column:
        """The cards of one column, those after the cursor."""
        found = self._slice(stage, cursor)
        return self._column(stage, found, self._read([found]))

    def bare(self, *keys: int) -> list[Column]:
        """Columns without their cards, for their heads; all of them when none is named."""
        return [self._column(stage, None, {}) for stage in self.stages if not keys or stage.pk in keys]

    def cards(self, keys: Iterable[int]) -> list[Card]:
        """The cards of those of the records that stand on this board."""
        cards = cards_of(self.leads.filter(pk__in=keys), self.stages, COLUMNS[self.layout.order][0])
        narrowed = {stage.pk: step for stage in self.stages if (step := self.layout.step_of(stage))}
        return [card for card in cards.values() if narrowed.get(card.stage, card.urgency) == card.urgency]

    @property
    def is_empty(self) -> bool:
        return not any(head.count for head in self.heads.values())

    def _slice(self, stage: Stage, cursor: str = "") -> Slice:
        order = self._order(stage)
        found = self._question(tuple(order), self.layout.step_of(stage), cursor)(stage.pk)
        return cut(found, order=order, limit=ON_A_PAGE)

    def _keys_of(self, order: tuple[str, ...], step: Urgency | None, cursor: str) -> prepared:
        """Which cards stand in a column: most columns ask the same question."""
        leads = self.leads.filter(within(step, now(), "next_due")) if step else self.leads
        rows = leads.values(*(name.lstrip("-") for name in order))

        def in_stage(stage: int) -> QuerySet:
            asked = rows.filter(stage=stage)
            return following(asked, order=list(order), cursor=cursor, limit=ON_A_PAGE, filled=["closed_at"])

        return prepared(in_stage)

    def _order(self, stage: Stage) -> list[str]:
        return NEWEST_CLOSED if stage.is_won else COLUMNS[self.layout.order]

    def _read(self, slices: Iterable[Slice]) -> dict[int, Card]:
        """The cards of what was found: by their keys alone, for they fit the filter already."""
        keys = [row["id"] for found in slices for row in found.rows]
        return cards_by_key(keys, self.stages, COLUMNS[self.layout.order][0])

    def _column(self, stage: Stage, found: Slice | None, cards: dict[int, Card]) -> Column:
        return Column(
            stage=stage,
            head=self.heads.get(stage.pk, Head()),
            step=self.layout.step_of(stage),
            folded=self.layout.folds(stage),
            cards=tuple(cards[row["id"]] for row in found.rows if row["id"] in cards) if found else (),
            following=found.following if found else "",
        )

    @property
    def title(self) -> str:
        return _("My pipeline") if self.filter.scope == Scope.MINE else _("Pipeline")

    def preset(self, stage: Stage) -> dict[str, Any]:
        """What a new card of the column begins with."""
        return {"stage": stage.pk}

    def kept(self) -> dict[str, str]:
        """What a search keeps of the layout."""
        return replace(self.layout, only=(), opened=()).params()

    def ties(self, stage: Stage) -> int:
        """How equals stand in the column: 1 for the older first, -1 for the newer."""
        return -1 if self._order(stage)[-1] == "-id" else 1

    def query(self, *, layout: Layout | None = None, after: str = "", **changes: Any) -> str:
        """The query of this board's address, or of one with another filter or layout; `after` is a cursor."""
        filter = replace(self.filter, **changes).params() if changes else self._params
        said = filter | (layout or self.layout).params() | ({"after": after} if after else {})
        return f"?{urlencode(said)}" if said else ""

    @cached_property
    def _params(self) -> dict[str, str]:
        return self.filter.params()

    def ordered(self, order: str) -> str:
        return self.query(layout=replace(self.layout, order=Order(order)))

    def narrowed(self, stage: Stage, step: str) -> str:
        """The address that shows one state of the next step in a column, or all of them again."""
        step = "" if self.layout.step_of(stage) == step else step
        return self.query(layout=self.layout.with_step(stage, step))

    def unfolded(self, stage: Stage) -> str:
        return self.query(layout=replace(self.layout, opened=(*self.layout.opened, str(stage.pk))))


def _several(said: list[str]) -> tuple[str, ...]:
    """Repeated, or with commas."""
    return tuple(one for some in said for one in some.split(",") if one)


def summed(
    rows: QuerySet, tally: Callable[..., Aggregate], columns: Iterable[str], due: str, *, by: str = "stage"
) -> dict[int, Head]:
    """What each column holds, columns being the values of `by`."""
    at = now()
    states = {str(state): tally(filter=within(state, at, due)) for state in Urgency}
    amounts = {f"in_{name}": Sum(column) for name, column in zip(AMOUNTS, columns, strict=True)}
    sums = rows.order_by().values(by).annotate(held=tally(), **amounts, **states)
    return {row[by]: _head(row) for row in sums}


def _head(row: dict[str, Any]) -> Head:
    steps = tuple((state, row[state]) for state in Urgency if row[state])
    amounts = {name: row[f"in_{name}"] or Decimal(0) for name in AMOUNTS}
    return Head(row["held"] or 0, steps=steps, **amounts)
