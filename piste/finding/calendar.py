"""Rows on the days of a month or a week: how many each day has, and the first of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, QuerySet, TextChoices, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy

from piste.kernel.clock import week_begins
from piste.kernel.criteria.periods import months_on

# How many of a day are shown, in a month and in a week.
ON_A_DAY, ON_A_LONG_DAY = 4, 20
WEEK = 7


class Span(TextChoices):
    MONTH = "month", gettext_lazy("Month")
    WEEK = "week", gettext_lazy("Week")


@dataclass(frozen=True, slots=True)
class Day:
    """One square: `keys` are those of the first rows, `count` is of all."""

    date: date
    inside: bool
    count: int
    keys: tuple[int, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.keys)


class Days:
    """A month in whole weeks, or one week, in two statements however many rows it holds.

    `path` leads to the column of the day, a date; weeks begin with the weekday `first`, Monday 0.
    """

    def __init__(self, rows: QuerySet, path: str, day: date, span: Span = Span.MONTH, first: int = 0) -> None:
        self.span = span
        self.first = begins(day, span, first)
        self.begin = week_begins(self.first, first)
        self.following = self.first + timedelta(days=WEEK) if span == Span.WEEK else months_on(self.first, 1)
        last = self.following - timedelta(days=1)
        self.end = week_begins(last, first) + timedelta(days=WEEK)
        within = rows.filter(**{f"{path}__gte": self.begin, f"{path}__lt": self.end}).order_by()
        self._counts = dict(within.values_list(path).annotate(Count("pk")))
        self._keys = _first_of_each_day(within, path, ON_A_LONG_DAY if span == Span.WEEK else ON_A_DAY)

    @property
    def previous(self) -> date:
        return self.first - timedelta(days=WEEK) if self.span == Span.WEEK else months_on(self.first, -1)

    @property
    def weeks(self) -> list[list[Day]]:
        days = [self._day(self.begin + timedelta(days=offset)) for offset in range((self.end - self.begin).days)]
        return [days[start : start + WEEK] for start in range(0, len(days), WEEK)]

    @property
    def keys(self) -> list[int]:
        """The rows that are shown."""
        return [key for keys in self._keys.values() for key in keys]

    @property
    def count(self) -> int:
        """How many rows the month, or the week, itself has."""
        return sum(count for day, count in self._counts.items() if self.first <= day < self.following)

    def _day(self, day: date) -> Day:
        inside = self.first <= day < self.following
        return Day(day, inside, self._counts.get(day, 0), tuple(self._keys.get(day, ())))


def _first_of_each_day(rows: QuerySet, path: str, most: int) -> dict[date, list[int]]:
    numbered = rows.annotate(place=Window(RowNumber(), partition_by=[F(path)], order_by=F("pk").desc()))
    found: dict[date, list[int]] = defaultdict(list)
    for day, key in numbered.filter(place__lte=most).order_by(path, "-pk").values_list(path, "pk"):
        found[day].append(key)
    return found


def begins(day: date, span: Span, first: int = 0) -> date:
    return week_begins(day, first) if span == Span.WEEK else day.replace(day=1)


def day_asked(typed: str, today: date) -> date:
    """`2026-11-23`, or the first day of `2026-11`; today for anything else."""
    try:
        return date.fromisoformat(f"{typed}-01" if len(typed) == len("2026-11") else typed)
    except ValueError:
        return today
