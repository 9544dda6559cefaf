"""The door of every calendar: rooms say on which dates their rows stand, and give their frame."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Self

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from piste.finding.calendar import WEEK, Days, Span, begins, day_asked
from piste.kernel.clock import today
from piste.kernel.refusals import Refused
from piste.ui import answers

# What a calendar says of itself, beside the date that is looked at.
OWN = ("by", "span")


class Item(NamedTuple):
    """What a day shows of a row. `tone` is how it stands."""

    title: str
    note: str
    url: str
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class By:
    """A date that rows stand on.

    `items` reads what is shown of them, `rest_of` is the address of all on a day ("" for none), `move` the door that
    puts the row 0 on another day ("" where nothing is moved), `count` says how many there are.
    """

    label: str | Promise
    rows: QuerySet
    path: str
    items: Callable[[list[int]], Mapping[int, Item]]
    count: Callable[[int], str]
    rest_of: Callable[[date], str] = lambda day: ""
    move: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says; the first date of `bys` is the usual one."""

    bys: Mapping[str, By]
    by: str
    span: Span
    day: date
    today: date
    first_weekday: int

    @classmethod
    def of(cls, request: HttpRequest, bys: Mapping[str, By]) -> Self:
        by, span, now = request.GET.get("by", ""), request.GET.get("span", ""), today(request.user)
        return cls(
            bys,
            by if by in bys else next(iter(bys)),
            Span(span) if span in Span.values else Span.MONTH,
            day_asked(request.GET.get("month", ""), now),
            now,
            request.user.first_weekday,
        )

    def own(self, *, day: date | None = None, by: str = "", span: Span | None = None) -> dict[str, str]:
        """What an address says of itself; "" for what is usual."""
        by, span = by or self.by, span or self.span
        first = begins(day or self.day, span, self.first_weekday)
        this = begins(self.today, span, self.first_weekday)
        shown = "" if first == this else f"{first:%Y-%m}" if span == Span.MONTH else str(first)
        return {
            "by": "" if by == next(iter(self.bys)) else by,
            "span": "" if span == Span.MONTH else str(span),
            "month": shown,
        }


def calendar(
    request: HttpRequest, asked: Asked, *, address: Callable[..., str], nouns: str, frame: dict[str, Any]
) -> HttpResponse:
    """`address` gives that of this page with what it says of itself, `nouns` those whose changes draw it anew; `frame`
    holds the templates `search_part`, `tabs_part` and `chips_part` with their context."""
    by = asked.bys[asked.by]
    days = Days(by.rows, by.path, asked.day, asked.span, asked.first_weekday)

    def at(**changes: Any) -> str:
        return address(asked.own(**changes))

    context = frame | {
        "days": days,
        "items": by.items(days.keys),
        "by": by,
        "asked": asked,
        "at": at,
        "spans": Span,
        "nouns": nouns,
        "weekdays": days.weeks[0][:WEEK],
    }
    if request.htmx.target == "calendar":
        response = answers.part(request, "finding/_calendar_found.html", context)
        response["HX-Replace-Url"] = at()
        return response
    return answers.page(request, "finding/calendar.html", context)


def day_sent(request: HttpRequest) -> date:
    """Where something is put. Raises Refused for what is no day."""
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise Refused(_("Type a date, for example 2026-12-31.")) from None
