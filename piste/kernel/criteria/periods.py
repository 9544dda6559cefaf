"""Relative dates (00.14): `today`, `last_week`, `next_quarter`, `last_30_days`, `overdue`."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from piste.kernel.clock import week_begins
from piste.kernel.criteria.asker import Asker

Period = tuple[date | None, date]

DAY = timedelta(days=1)
NAMED: dict[str, str | Promise] = {
    "today": gettext_lazy("today"),
    "yesterday": gettext_lazy("yesterday"),
    "tomorrow": gettext_lazy("tomorrow"),
    "this_week": gettext_lazy("this week"),
    "last_week": gettext_lazy("last week"),
    "next_week": gettext_lazy("next week"),
    "this_month": gettext_lazy("this month"),
    "last_month": gettext_lazy("last month"),
    "next_month": gettext_lazy("next month"),
    "this_quarter": gettext_lazy("this quarter"),
    "last_quarter": gettext_lazy("last quarter"),
    "next_quarter": gettext_lazy("next quarter"),
    "this_year": gettext_lazy("this year"),
    "last_year": gettext_lazy("last year"),
    "next_year": gettext_lazy("next year"),
    "overdue": gettext_lazy("in the past"),
}
USUAL = ("last_7_days", "last_30_days", "last_90_days", "next_7_days", "next_30_days", "next_3_months")
COUNTED = re.compile(r"(last|next)_([1-9]\d{0,2})_(days|weeks|months)")
UNITS: dict[str, str | Promise] = {
    "days": gettext_lazy("days"),
    "weeks": gettext_lazy("weeks"),
    "months": gettext_lazy("months"),
}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
SHIFTS = {"last": -1, "this": 0, "next": 1}
# The operators that say on which days a date lies, with a first and a last one.
LIMITED = ("rel", "between", "on")


def exists(period: str) -> bool:
    return period in NAMED or COUNTED.fullmatch(period) is not None


def counted(period: str) -> tuple[str, str, str] | None:
    """`last` or `next`, how many, and the unit, of a period that counts; None of the others."""
    found = COUNTED.fullmatch(period)
    return (found[1], found[2], found[3]) if found else None


def offered() -> dict[str, str]:
    """The usual ones in words."""
    return {period: said(period) for period in (*NAMED, *USUAL)}


def span(op: str, value: Any, asker: Asker) -> tuple[date | None, date | None]:
    """The first day that a condition on a date allows, and the day after the last one; either may be open."""
    if op == "rel":
        return days_of(value, asker)
    if op == "before":
        return None, value
    if op == "after":
        return value + DAY, None
    first, last = value if op == "between" else (value, value)
    return first, last + DAY


def days_of(period: str, asker: Asker) -> Period:
    """The first day and the day after the last one; no first day for what is past."""
    today = asker.today
    if said := counted(period):
        return _counted(said[0], int(said[1]), said[2], today)
    if period == "overdue":
        return None, today
    if period in ("today", "yesterday", "tomorrow"):
        begin = today + DAY * {"today": 0, "yesterday": -1, "tomorrow": 1}[period]
        return begin, begin + DAY
    which, unit = period.split("_")
    if unit == "week":
        begin = week_begins(today, asker.first_weekday) + timedelta(weeks=SHIFTS[which])
        return begin, begin + timedelta(weeks=1)
    size = MONTHS[unit]
    begin = months_on(today.replace(day=1, month=(today.month - 1) // size * size + 1), SHIFTS[which] * size)
    return begin, months_on(begin, size)


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month; within the years that a date can have."""
    number = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def said(period: str) -> str:
    """In words, as they follow the name of a field."""
    found = counted(period)
    if not found:
        return str(NAMED[period])
    which, number, unit = found[0], int(found[1]), found[2]
    past = which == "last"
    texts = {
        "days": ngettext("in the last day", "in the last %(n)s days", number)
        if past
        else ngettext("in the next day", "in the next %(n)s days", number),
        "weeks": ngettext("in the last week", "in the last %(n)s weeks", number)
        if past
        else ngettext("in the next week", "in the next %(n)s weeks", number),
        "months": ngettext("in the last month", "in the last %(n)s months", number)
        if past
        else ngettext("in the next month", "in the next %(n)s months", number),
    }
    return texts[unit] % {"n": number}


def _counted(which: str, number: int, unit: str, today: date) -> Period:
    """Today belongs to both: the last 7 days end with it, the next 7 begin with it."""
    sign = SHIFTS[which]
    far = months_on(today, sign * number) if unit == "months" else today + sign * number * _DAYS[unit]
    return (far + DAY, today + DAY) if which == "last" else (today, far)


_DAYS = {"days": DAY, "weeks": timedelta(weeks=1)}
