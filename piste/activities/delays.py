"""Days from a base: so many days, weeks or months later."""

from calendar import monthrange
from datetime import date, timedelta

from piste.activities.models import ActivityType

DAYS = {ActivityType.Unit.DAYS: 1, ActivityType.Unit.WEEKS: 7}


def later(day: date, count: int, unit: str) -> date:
    """The last of January and one month is the last of February."""
    if unit != ActivityType.Unit.MONTHS:
        return day + timedelta(days=count * DAYS[ActivityType.Unit(unit)])
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def tomorrow(day: date) -> date:
    return day + timedelta(days=1)


def next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())
