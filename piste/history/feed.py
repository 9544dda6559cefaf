"""The events for whoever pulls them, one after the other, without missing any (13.32)."""

from collections.abc import Collection
from dataclasses import dataclass

from piste.history import reach
from piste.history.models import Event
from piste.history.settled import last_settled


@dataclass(frozen=True, slots=True)
class Portion:
    """The events that this user sees, the last number that was looked at, and whether there is more already."""

    events: list[Event]
    last: int
    more: bool


def portion(user, *, after: int, nouns: Collection[str], limit: int) -> Portion:
    """What follows that event, oldest first; of these nouns only, and nothing before which more may appear."""
    rows = Event.objects.filter(id__gt=after, id__lte=last_settled()).order_by("id").select_related("change_set__by")
    found = list(rows[: limit + 1])
    looked_at = found[:limit]
    asked = [event for event in looked_at if event.noun in nouns]
    seen = reach.seen(user, asked)
    events = [event for event in asked if reach.place(event) in seen]
    return Portion(events, looked_at[-1].pk if looked_at else after, len(found) > limit)
