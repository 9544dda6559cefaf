"""Rows on the days of a month: how many each day has, and the first of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from piste.kernel.criteria.periods import months_on

ON_A_DAY = 4
WEEK = 7


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


class Month:
    """A month in whole weeks from Monday on, in two statements however many rows it holds.

    `path` leads to the column of the day, a date.
    """

    def __init__(self, rows: QuerySet, path: str, day: date) -> None:
        self.first = day.replace(day=1)
        self.begin = self.first - timedelta(days=self.first.weekday())
        self.following = months_on(self.first, 1)
        last = self.following - timedelta(days=1)
        self.end = last + timedelta(days=WEEK - last.weekday())
        within = rows.filter(**{f"{path}__gte": self.begin, f"{path}__lt": self.end}).order_by()
        self._counts = dict(within.values_list(path).annotate(Count("pk")))
        self._keys = _first_of_each_day(within, path)

    @property
    def previous(self) -> date:
        return months_on(self.first, -1)

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
        """How many rows the month itself has."""
        return sum(count for day, count in self._counts.items() if self.first <= day < self.following)

    def _day(self, day: date) -> Day:
        inside = self.first <= day < self.following
        return Day(day, inside, self._counts.get(day, 0), tuple(self._keys.get(day, ())))


def _first_of_each_day(rows: QuerySet, path: str) -> dict[date, list[int]]:
    numbered = rows.annotate(place=Window(RowNumber(), partition_by=[F(path)], order_by=F("pk").desc()))
    found: dict[date, list[int]] = defaultdict(list)
    for day, key in numbered.filter(place__lte=ON_A_DAY).order_by(path, "-pk").values_list(path, "pk"):
        found[day].append(key)
    return found


def month_asked(typed: str, today: date) -> date:
    """The first day of `2026-11`; of this month for anything else."""
    try:
        return date.fromisoformat(f"{typed}-01") if len(typed) == len("2026-11") else today.replace(day=1)
    except ValueError:
        return today.replace(day=1)


def context(month: Month, today: date) -> dict[str, Any]:
    """What the grid is drawn from."""
    return {"month": month, "today": today, "weekdays": [month.begin + timedelta(days=place) for place in range(WEEK)]}
