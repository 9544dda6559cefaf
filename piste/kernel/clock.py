"""Time: stored in UTC, read in somebody's zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today(user) -> date:
    """The user's own day (00.11)."""
    return now().astimezone(ZoneInfo(user.time_zone)).date()


def week_begins(day: date, first: int = 0) -> date:
    """The first day of its week; `first` is the weekday that weeks begin with, Monday 0."""
    return day - timedelta(days=(day.weekday() - first) % 7)


def day_begins(day: date, zone: str) -> datetime:
    """The instant, in UTC, at which the day begins in that zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def day_ends(day: date, zone: str) -> datetime:
    return day_begins(day + timedelta(days=1), zone)
