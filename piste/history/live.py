"""What changed since a moment, for whoever asks: the board and the timeline follow what others do (14.18)."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from piste.history import reach
from piste.history.models import Event

AT_ONCE = 500
COLUMNS = ("id", "name", "noun", "row_id", "thread_noun", "thread_id", "changes")

Counter = Callable[[Any], int]
_counters: dict[str, Counter] = {}


def counter(name: str) -> Callable[[Counter], Counter]:
    """Registers a count of the frame, such as "notices": a function of the user, one indexed query."""

    def register(count: Counter) -> Counter:
        _counters[name] = count
        return count

    return register


def since(user, after: int) -> dict[str, Any]:
    """`{"after", "changes", "counts"}` for the client; counts only when something happened.

    A row in `changes` was changed, or a row that hangs on it was. Whoever was away for long catches up in steps.
    """
    told = list(Event.objects.after(after).order_by("id").values_list(*COLUMNS, named=True)[:AT_ONCE])
    if not told:
        return {"after": after, "changes": []}
    rows: dict[str, list[int]] = defaultdict(list)
    for noun, key in sorted(reach.seen(user, told)):
        rows[noun].append(key)
    changes = [{"noun": noun, "ids": keys} for noun, keys in rows.items()]
    return {"after": max(after, told[-1].id), "changes": changes, "counts": counts(user)}


def beginning(user) -> dict[str, Any]:
    return {"after": Event.objects.newest(), "changes": [], "counts": counts(user)}


def counts(user) -> dict[str, int]:
    return {name: count(user) for name, count in _counters.items()}
