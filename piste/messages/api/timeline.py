"""Timelines, for programs: the same verbs and the same rows as the pages."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router
from pydantic import AwareDatetime

from piste.history.labels import Labels
from piste.kernel.paging import sliced
from piste.kernel.rest import Key, PageIn, counted, page_of
from piste.messages import selection, threads
from piste.messages.api.shapes import EventOut, event_out

timeline = Router(tags=["timeline"])


class TimelineIn(PageIn):
    kind: Literal["all", "notes", "activities", "changes", "files"] = "all"
    everything: bool = Field(False, description="also changes of fields that are not tracked")
    q: str = Field("", description="words in notes, calls, files and activities", max_length=100)
    until: AwareDatetime | None = Field(None, description="only what happened before")


@timeline.get(
    "/{noun}/{int:key}",
    operation_id="timeline_list",
    summary="What happened to a record, newest first",
    response=page_of(EventOut),
)
def list_events(request: HttpRequest, noun: str, key: Key, wanted: Query[TimelineIn]) -> dict[str, Any]:
    """Each event with its changes as stored (`before`, `after`) and as people read them (`text`, `labels`)."""
    thread = threads.seen_or_404(noun, key, request.user)
    together = threads.read_together(thread, request.user)
    chosen: dict[str, Any] = {
        "kind": wanted.kind,
        "everything": wanted.everything,
        "typed": wanted.q,
        "until": wanted.until,
    }
    told = selection.told(together, **chosen)
    found = sliced(told.select_related("change_set__by"), order=["-id"], cursor=wanted.cursor, limit=wanted.limit)
    labels = Labels(found.rows, request.user)
    items = [event_out(event, labels) for event in found.rows]
    return {"items": items, "next": found.following or None} | counted(told, wanted)
