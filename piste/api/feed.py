"""The change feed: what happened since an event, to what the key reads (13.32)."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from piste.api import scopes
from piste.history.feed import portion
from piste.history.labels import Labels
from piste.history.subjects import all_subjects
from piste.kernel.rest import Key
from piste.messages.api.shapes import EventOut, event_out

events = Router(tags=["events"])


class FeedIn(Schema):
    after: Key = Field(0, description="the number of the last event that you know; 0 for the oldest")
    limit: int = Field(100, ge=1, le=500)
    noun: str = Field("", description="only of this kind of record, such as lead", max_length=16)


class FeedOut(Schema):
    items: list[EventOut]
    last: int = Field(description="`after` of the next call, even where no item bears it")
    more: bool = Field(description="there is more already")


@events.get("", operation_id="events_list", summary="What happened since, oldest first", response=FeedOut)
def list_events(request: HttpRequest, wanted: Query[FeedIn]) -> dict[str, Any]:
    """Events of records that the key does not read, or its user does not see, are left out."""
    nouns = _readable(request.api_key.scopes, wanted.noun)
    found = portion(request.user, after=wanted.after, nouns=nouns, limit=wanted.limit)
    labels = Labels(found.events, request.user)
    items = [event_out(event, labels) for event in found.events]
    return {"items": items, "last": found.last, "more": found.more}


def _readable(words: list[str], noun: str) -> set[str]:
    """The nouns that the key reads; only the one, when it is named."""
    nouns = {name for name in all_subjects() if scopes.allows(words, scopes.reading(name))}
    return nouns & {noun} if noun else nouns
