"""The figures of an earlier time beside those of now (11.4): the one period of the conditions, moved back."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from piste.finding.dimensions import DATES, Dimension, period_begins
from piste.kernel.criteria import periods
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.fields import Field
from piste.kernel.criteria.parsing import YEARS, Criterion, Group

FORMER, YEAR = "former", "year"
AGAINST: dict[str, str | Promise] = {FORMER: gettext_lazy("Previous period"), YEAR: gettext_lazy("Year before")}
DAYS = {"day": 1, "week": 7}


def period_of(conditions: Group) -> Criterion | None:
    """The one period in which all rows lie; None where there is none, or several."""
    parts = [part for part in conditions.parts if isinstance(part, Criterion)] if conditions.kind == "all" else []
    dated = [part for part in parts if part.field.type in DATES and part.op in periods.LIMITED]
    return dated[0] if len(dated) == 1 and dated[0].value != "overdue" else None


@dataclass(frozen=True, slots=True)
class Earlier:
    """The conditions with their period so many months and days before, from its first day to its last one."""

    conditions: Group
    field: Field
    months: int
    days: int
    first: date
    last: date

    @classmethod
    def of(cls, conditions: Group, against: str, asker: Asker) -> Self | None:
        """None where nothing is compared, or the conditions have no period that could be."""
        period = period_of(conditions)
        if period is None or against not in AGAINST:
            return None
        begin, end = periods.span(period.op, period.value, asker)
        if begin is None or end is None:
            return None
        months, days = (12, 0) if against == YEAR else _length(begin, end)
        first, after = (periods.months_on(day, -months) - timedelta(days) for day in (begin, end))
        if first.year < YEARS[0]:
            return None
        last = after - periods.DAY
        moved = replace(period, op="between", value=[first, last])
        parts = tuple(moved if part is period else part for part in conditions.parts)
        return cls(Group("all", parts), period.field, months, days, first, last)

    def dimensions(self, some: Iterable[Dimension]) -> list[Dimension]:
        """Those whose groups of then stand where the groups of now do."""
        return [Moved(one.field, one.unit, by=self) if one.field == self.field else one for one in some]

    def later(self, day: date) -> date:
        return periods.months_on(day, self.months) + timedelta(self.days)

    def sooner(self, day: date) -> date:
        return periods.months_on(day, -self.months) - timedelta(self.days)

    def meets(self, unit: str) -> bool:
        """Whether each group of then is one group of now."""
        if unit in periods.MONTHS:
            return not self.days and self.months % periods.MONTHS[unit] == 0
        return not self.months and self.days % DAYS[unit] == 0


@dataclass(frozen=True, slots=True)
class Moved(Dimension):
    """Groups of an earlier time, each under that of now which it stands beside."""

    by: Earlier = field(kw_only=True)

    def value(self, found: Any, asker: Asker) -> Any:
        then = Dimension.value(self, found, asker)
        return then and period_begins(self.by.later(then), self.unit, asker)

    def criterion(self, value: Any) -> dict[str, Any] | None:
        if value and not self.by.meets(self.unit):
            return None
        return Dimension.criterion(self, value and self.by.sooner(value))


def _length(begin: date, end: date) -> tuple[int, int]:
    """In months where the period is made of whole ones, else in days."""
    if begin.day == end.day == 1:
        return (end.year - begin.year) * 12 + end.month - begin.month, 0
    return 0, (end - begin).days
