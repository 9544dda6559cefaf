"""By what rows are grouped, and what is measured of each group (11.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, DateField, DateTimeField, Expression, ExpressionWrapper, F, Sum
from django.db.models.functions import Trunc
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.kernel.clock import week_begins
from piste.kernel.criteria import wording
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.fields import Field, Noun, Type
from piste.kernel.criteria.parsing import unknown
from piste.kernel.criteria.periods import MONTHS, months_on
from piste.kernel.normal import plain
from piste.ui import formats

UNITS: dict[str, str | Promise] = {
    "day": gettext_lazy("Day"),
    "week": gettext_lazy("Week"),
    "month": gettext_lazy("Month"),
    "quarter": gettext_lazy("Quarter"),
    "year": gettext_lazy("Year"),
}
DATES = (Type.DATE, Type.MOMENT)
COUNT = "count"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A field whose values make the groups; of dates also the unit."""

    field: Field
    unit: str = ""

    @property
    def key(self) -> str:
        """As the address says it: `stage`, `created:month`."""
        return f"{self.field.key}:{self.unit}" if self.unit else self.field.key

    @property
    def label(self) -> str:
        return f"{self.field.label} ({str(UNITS[self.unit]).lower()})" if self.unit else str(self.field.label)

    @property
    def counts_twice(self) -> bool:
        """Whether a row can stand in several groups (11.7)."""
        return self.field.type == Type.MANY

    def expression(self, asker: Asker) -> Expression | F:
        if not self.unit:
            return F(self.field.path)
        moment = self.field.type == Type.MOMENT
        zone = {"tzinfo": _zone(asker)} if moment else {}
        if not (ahead := self._ahead(asker)):
            return Trunc(self.field.path, self.unit, **zone)
        kind = DateTimeField() if moment else DateField()
        shifted = ExpressionWrapper(F(self.field.path) + ahead, output_field=kind)
        return Trunc(shifted, self.unit, output_field=kind, **zone)

    def _ahead(self, asker: Asker) -> timedelta:
        """Databases begin weeks on Monday: by so much a day is moved on to stand in its own week of theirs."""
        return timedelta(days=-asker.first_weekday % 7 if self.unit == "week" else 0)

    def value(self, found: Any, asker: Asker) -> Any:
        """A value of the database as the group bears it: the first day of its period, and nothing for an empty text."""
        if found == "":
            return None
        if not self.unit or found is None:
            return found
        return (found.date() if isinstance(found, datetime) else found) - self._ahead(asker)

    def names(self, values: Iterable[Any], user: Any) -> dict[Any, str]:
        """What each group is called; None and "" are what has no value."""
        known = [value for value in values if value not in (None, "")]
        if self.unit:
            return _nothing() | {value: _period(value, self.unit) for value in known}
        if self.field.type == Type.YES:
            return _nothing() | {True: _("Yes"), False: _("No")}
        if self.field.type == Type.TEXT:
            return _nothing() | {value: str(value) for value in known}
        return _nothing() | wording.names(self.field, known, user)

    def places(self, values: Iterable[Any], user: Any) -> dict[Any, int]:
        """Where each group stands: dates and numbers by value, choices and stages in their own order, names by name."""
        known = [value for value in values if value not in (None, "")]
        if self.field.type == Type.CHOICE and self.field.choices:
            own = list(self.field.choices())
            ordered = sorted(known, key=lambda value: own.index(value) if value in own else len(own))
        elif self.field.rank and self.field.rows:
            own = list(self.field.rows(user).values_list("pk", flat=True))
            ordered = sorted(known, key=lambda value: own.index(value) if value in own else len(own))
        elif self.field.type in (Type.LINK, Type.MANY):
            names = self.names(known, user)
            ordered = sorted(known, key=lambda value: plain(names[value]))
        else:
            ordered = sorted(known)
        return {value: place for place, value in enumerate([*ordered, "", None])}

    def criterion(self, value: Any) -> dict[str, Any] | None:
        """The condition that finds exactly the rows of the group; None where none does."""
        said: dict[str, Any] = {"f": self.field.key}
        if value in (None, ""):
            return said | {"op": "empty"}
        if self.unit:
            last = period_ends(value, self.unit) - timedelta(days=1)
            return said | {"op": "between", "v": [value.isoformat(), last.isoformat()]}
        if self.field.type == Type.YES:
            return said | {"op": "true" if value else "false"}
        return said | ({"op": "has_any", "v": [value]} if self.counts_twice else {"op": "is", "v": value})


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, added up or averaged."""

    field: Field | None = None

    @property
    def key(self) -> str:
        return self.field.key if self.field else COUNT

    @property
    def label(self) -> str:
        return str(self.field.label) if self.field else _("Count")

    @property
    def averages(self) -> bool:
        """Chances and days say nothing when they are added up."""
        return self.field is not None and (self.field.type == Type.PERCENT or self.field.averaged)

    @property
    def kind(self) -> str:
        """How its figures are written."""
        return self.field.type if self.field else Type.NUMBER

    def expression(self) -> Expression:
        if self.field is None:
            return Count("pk")
        source = self.field.measure() if self.field.measure else F(self.field.path)
        return Avg(source) if self.averages else Sum(source)

    def known(self) -> Expression:
        """How many rows have a value: averages are joined by it."""
        if self.field is None:
            return Count("pk")
        return Count(self.field.measure() if self.field.measure else F(self.field.path))


def dimension(noun: Noun, typed: str) -> Dimension:
    """What the address names; Refused for what rows cannot be grouped by."""
    key, _colon, unit = typed.partition(":")
    try:
        field = noun.field(key)
    except LookupError:
        raise unknown(typed) from None
    if not field.groupable or not field.path:
        raise unknown(typed)
    if field.type not in DATES:
        return Dimension(field)
    if unit and unit not in UNITS:
        raise unknown(typed)
    return Dimension(field, unit or "month")


def measure(noun: Noun, typed: str) -> Measure:
    if typed == COUNT:
        return Measure()
    field = noun.fields.get(typed)
    if field is None or not field.measurable:
        raise unknown(typed)
    return Measure(field)


def dimensions_of(noun: Noun) -> list[Dimension]:
    """All that is offered: dates by month at first, the fields of links behind the row's own."""
    offered = [field for field in noun.fields.values() if field.is_offered]
    own = [field for field in offered if field.groupable and field.path]
    behind = [noun.field(f"{field.key}.{key}") for field in offered for key in field.groups_by]
    return [Dimension(field, "month" if field.type in DATES else "") for field in (*own, *behind)]


def measures_of(noun: Noun) -> list[Measure]:
    fields = (field for field in noun.fields.values() if field.measurable and field.is_offered)
    return [Measure(), *map(Measure, fields)]


def period_begins(day: date, unit: str, asker: Asker) -> date:
    """The first day of the period of that day."""
    if unit == "day":
        return day
    if unit == "week":
        return week_begins(day, asker.first_weekday)
    return day.replace(day=1, month=(day.month - 1) // MONTHS[unit] * MONTHS[unit] + 1)


def period_ends(begin: date, unit: str) -> date:
    """The day after the period."""
    if unit in ("day", "week"):
        return begin + timedelta(days=1 if unit == "day" else 7)
    return months_on(begin, MONTHS[unit])


def _nothing() -> dict[Any, str]:
    return {None: _("None"), "": _("None")}


def _period(begin: date, unit: str) -> str:
    if unit == "year":
        return str(begin.year)
    if unit == "quarter":
        return _("Q%(quarter)s %(year)s") % {"quarter": (begin.month + 2) // 3, "year": begin.year}
    if unit == "month":
        return formats.day(begin, "month")
    if unit == "week":
        return _("Week of %(day)s") % {"day": formats.day(begin)}
    return formats.day(begin)


def _zone(asker: Asker) -> Any:
    return ZoneInfo(asker.zone)
