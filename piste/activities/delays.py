"""Days from a base: so many days, weeks or months later."""

from calendar import monthrange
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piste.activities.models import ActivityType

Unit = ActivityType.Unit
DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}


def later(day: date, count: int, unit: str) -> date:
    """The last of January and one month is the last of February."""
    if unit != Unit.MONTHS:
        return day + timedelta(days=count * DAYS[Unit(unit)])
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def in_words(type: ActivityType) -> str:
    """2 days after completion."""
    if type.delay == 0:
        return _("On the same day")
    said = {
        Unit.DAYS: ngettext("%(count)s day", "%(count)s days", type.delay),
        Unit.WEEKS: ngettext("%(count)s week", "%(count)s weeks", type.delay),
        Unit.MONTHS: ngettext("%(count)s month", "%(count)s months", type.delay),
    }
    delay = said[Unit(type.delay_unit)] % {"count": type.delay}
    if type.delay_from == ActivityType.DelayFrom.COMPLETION:
        return _("%(delay)s after completion") % {"delay": delay}
    return _("%(delay)s after the previous deadline") % {"delay": delay}


def tomorrow(day: date) -> date:
    return day + timedelta(days=1)


def next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


# To which days something is put off by name (03.10).
NAMED = {"tomorrow": tomorrow, "next_week": next_monday}


def meant(until: date | str, *, today: date) -> date:
    """A day, or the one of that name."""
    return NAMED[until](today) if isinstance(until, str) else until
