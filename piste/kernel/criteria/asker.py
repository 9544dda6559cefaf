"""For whom a filter is read: "me", "my team" and "this month" depend on it (00.14)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from zoneinfo import ZoneInfo

from piste.kernel.clock import now


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody, or the site itself where a job asks: then nobody is "me", and weeks begin on Monday."""

    user: Any
    zone: str
    today: date
    first_weekday: int = 0

    @classmethod
    def of(cls, user: Any) -> Self:
        return cls.in_zone(user.time_zone, user)

    @classmethod
    def in_zone(cls, zone: str, user: Any = None) -> Self:
        first = user.first_weekday if user else 0
        return cls(user, zone, now().astimezone(ZoneInfo(zone)).date(), first)
