"""The socket upwards: a higher floor hears what happened below, in the same transaction."""

from collections import defaultdict
from collections.abc import Callable

from piste.history.models import Event

Listener = Callable[[list[Event]], None]

_listeners: dict[str, list[Listener]] = defaultdict(list)


def on(*names: str) -> Callable[[Listener], Listener]:
    """Registers a listener of events: `lead.lost`, `lead.*` for all of a noun, `*` for all.

    It gets the events of one call.
    """

    def register(listener: Listener) -> Listener:
        for name in names:
            _listeners[name].append(listener)
        return listener

    return register


def tell(events: list[Event]) -> None:
    """Calls whoever listens; all events of one call bear the same name."""
    if not events:
        return
    name = events[0].name
    for pattern in (name, name.split(".")[0] + ".*", "*"):
        for listener in _listeners[pattern]:
            listener(events)
