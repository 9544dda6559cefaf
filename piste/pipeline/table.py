"""What the list shows: the same records as the board, as lines in the order of any column (14.5, 14.8)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, Self

from django.db.models import Count, Sum
from django.http import HttpRequest
from django.utils.http import urlencode

from piste.activities.states import state_of
from piste.kernel.naming import in_language
from piste.kernel.paging import Slice, sliced
from piste.pipeline.cards import Row, tags_of
from piste.pipeline.filters import Filter, Show
from piste.pipeline.models import Lead

ON_A_PAGE = 50
# Counting further is not worth its price.
COUNTED = 10_000
SORTS = {
    "title": "title",
    "customer": "company__name_key",
    "stage": "stage__sequence",
    "revenue": "expected_revenue",
    "probability": "probability",
    "closing": "expected_closing",
    "owner": "owner__name",
    "next": "next_due",
    "priority": "priority",
    "created": "created_at",
    "closed": "closed_at",
}
CLOSED = (Show.WON, Show.LOST)


class Line(NamedTuple):
    """The columns that a line is read from, by their names in the database."""

    id: int
    title: str
    outcome: str
    archived: bool
    stage__name_en: str
    stage__name_fr: str
    company__name: str | None
    person__first_name: str | None
    person__last_name: str | None
    company_name: str
    contact_name: str
    expected_revenue: Decimal | None
    probability: Decimal
    expected_closing: date | None
    priority: int
    owner: int | None
    owner__name: str | None
    next_due: datetime | None
    next_activity__summary: str | None
    next_activity__type__icon: str | None
    next_activity__type__name_en: str | None
    next_activity__type__name_fr: str | None
    lost_reason__name_en: str | None
    lost_reason__name_fr: str | None
    created_at: datetime
    closed_at: datetime | None

    customer = Row.customer
    step = Row.step

    @property
    def stage(self) -> str:
        return in_language(self.stage__name_en, self.stage__name_fr)

    @property
    def reason(self) -> str:
        return in_language(self.lost_reason__name_en or "", self.lost_reason__name_fr or "")

    @property
    def urgency(self) -> str:
        return str(state_of(self.next_due))


@dataclass(frozen=True, slots=True)
class Extent:
    """How many records fit, and what they are worth; `more` when there are more than were counted."""

    count: int
    more: bool = False
    revenue: Decimal | None = None


class Table:
    """The list as one user looks at it: a fixed number of statements, however many records there are."""

    def __init__(self, user, filter: Filter, sort: str = "") -> None:
        self.user, self.filter = user, filter
        self.usual = "-closed" if filter.show in CLOSED else "-created"
        self.sort = sort if sort.removeprefix("-") in SORTS else self.usual
        self.leads = filter.leads(user)

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        return cls(request.user, Filter.of(request), request.GET.get("sort", ""))

    def page(self, cursor: str = "") -> Slice:
        """The lines after the cursor: first which ones, by the order's columns alone, then all that they show."""
        column, sign = SORTS[self.sort.removeprefix("-")], "-" if self.sort.startswith("-") else ""
        found = sliced(
            self.leads.values(column, "id"), order=[sign + column, f"{sign}id"], cursor=cursor, limit=ON_A_PAGE
        )
        return Slice(self.lines([row["id"] for row in found.rows]), found.following)

    def lines(self, keys: list[int]) -> list[tuple[Line, tuple]]:
        """The lines of these records in this order, each with its tags; they are read by their keys alone."""
        found = Lead.objects.visible_to(self.user).filter(pk__in=keys).order_by()
        rows = {row[0]: Line(*row) for row in found.values_list(*Line._fields)}
        tags = tags_of(keys)
        return [(rows[key], tags[key]) for key in keys if key in rows]

    @cached_property
    def extent(self) -> Extent:
        """From the board's ledger where it knows, else counted up to a bound; a sum only of what was counted."""
        if (lines := self.filter.totals(self.user)) is not None:
            sums = lines.order_by().aggregate(count=Sum("count"), revenue=Sum("revenue"))
            return Extent(sums["count"] or 0, revenue=sums["revenue"])
        bounded = self.filter.leads(self.user, whole=True).order_by().values("pk", "expected_revenue")[: COUNTED + 1]
        sums = bounded.aggregate(count=Count("pk"), revenue=Sum("expected_revenue"))
        if sums["count"] > COUNTED:
            return Extent(COUNTED, more=True)
        return Extent(sums["count"], revenue=sums["revenue"])

    @property
    def kept(self) -> dict[str, str]:
        """What the address says beside the filter."""
        return {} if self.sort == self.usual else {"sort": self.sort}

    def query(self, *, sort: str | None = None, cursor: str = "", **changes: Any) -> str:
        """The address of this list, or of one with another filter or order."""
        sort = sort or self.sort
        said = self.filter.query(**changes).removeprefix("?")
        own = {"sort": "" if sort == self.usual else sort, "cursor": cursor}
        query = "&".join(filter(None, [said, urlencode({name: value for name, value in own.items() if value})]))
        return f"?{query}" if query else ""

    def sorted_by(self, column: str) -> str:
        """The list by this column; asked once more, in the other direction."""
        return self.query(sort=f"-{column}" if self.sort == column else column)

    def direction(self, column: str) -> str:
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "")
