"""So many requests a minute for each key, over all processes (13.27).

The count stands in the key's row. A process takes ten requests at a time there, one by one when few are left: together
they never give more than the limit, and a process that falls silent keeps at most nine of a minute to itself.
"""

import time
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from piste.api.models import ApiKey

MINUTE = 60
TAKEN_AT_ONCE = 10
FEW = 60

_lock = Lock()
# What this process has taken and not given yet: by key, the minute and the rest.
_taken: dict[int, tuple[int, int]] = {}


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the answer's headers say."""

    limit: int
    left: int
    seconds: int

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.seconds),
        }


class TooMany(Exception):
    """The key has used up its minute."""

    def __init__(self, allowance: Allowance) -> None:
        message = _("Too many requests with this key. Wait %(seconds)s seconds.")
        super().__init__(message % {"seconds": allowance.seconds})
        self.allowance = allowance


def spend(key: ApiKey) -> Allowance:
    """Counts one request of the key, or raises TooMany."""
    moment, limit = int(time.time()), settings.API_REQUESTS_A_MINUTE
    minute, seconds = moment // MINUTE, MINUTE - moment % MINUTE
    counted = key.counted if key.counted_minute == minute else 0
    with _lock:
        of, rest = _taken.get(key.pk, (minute, 0))
        rest = rest if of == minute else 0
        if not rest:
            rest = _take(key, minute, TAKEN_AT_ONCE if counted + FEW <= limit else 1, limit)
            counted += rest
        _taken[key.pk] = minute, max(rest - 1, 0)
    if not rest:
        raise TooMany(Allowance(limit, 0, seconds))
    return Allowance(limit, max(limit - counted, 0) + rest - 1, seconds)


def forget() -> None:
    """Gives up what this process has taken."""
    with _lock:
        _taken.clear()


def _take(key: ApiKey, minute: int, number: int, limit: int) -> int:
    """One statement: counts that many more, unless the limit is passed; returns what was got."""
    rows = ApiKey._base_manager.filter(pk=key.pk).exclude(counted_minute=minute, counted__gt=limit - number)
    same = When(counted_minute=minute, then=F("counted") + number)
    got = rows.update(counted=Case(same, default=Value(number)), counted_minute=minute)
    return number if got else 0
