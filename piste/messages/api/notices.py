"""Notices, for programs: the same verbs and the same rows as the pages."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from piste.history.labels import Labels
from piste.kernel.paging import sliced
from piste.kernel.rest import Key, PageIn, Said, counted, page_of
from piste.messages.models import Mute, Notice
from piste.messages.told import sentence
from piste.messages.verbs import notices as reading

notices = Router(tags=["notices"])


class NoticesIn(PageIn):
    unread: bool = False


class ReadIn(Said):
    ids: list[Key] | None = Field(None, description="none means all", max_length=500)


class AboutOut(Schema):
    noun: str
    id: int
    name: str


class NoticeOut(Schema):
    id: int
    kind: str
    at: datetime
    read_at: datetime | None
    event: int
    text: str = Field(description="in the language that was asked for")
    record: AboutOut


class ReadOut(Schema):
    read: int = Field(description="how many were unread")


class ChoicesIn(Said):
    kinds: list[Literal["assigned", "mentioned", "activity", "followed", "shared", "own", "unowned"]] = Field(
        description="of which you are told; of the others you are not"
    )


class ChoicesOut(Schema):
    kinds: list[str]


@notices.get("", operation_id="notices_list", summary="What I was told, newest first", response=page_of(NoticeOut))
def list_notices(request: HttpRequest, wanted: Query[NoticesIn]) -> dict[str, Any]:
    rows = Notice.objects.visible_to(request.user)
    rows = rows.unread() if wanted.unread else rows
    found = sliced(
        rows.select_related("event__change_set__by"), order=["-id"], cursor=wanted.cursor, limit=wanted.limit
    )
    labels = Labels([notice.event for notice in found.rows], request.user)
    items = [_notice_out(notice, labels) for notice in found.rows]
    return {"items": items, "next": found.following or None} | counted(rows, wanted)


@notices.post("/read", operation_id="notices_mark_read", summary="Mark notices as read", response=ReadOut)
def mark_read(request: HttpRequest, said: ReadIn) -> dict[str, int]:
    rows = Notice.objects.editable_by(request.user)
    return {"read": reading.read(rows if said.ids is None else rows.filter(pk__in=said.ids), by=request.user)}


@notices.get("/choices", operation_id="notices_choices", summary="Of what I am told", response=ChoicesOut)
def read_choices(request: HttpRequest) -> dict[str, list[str]]:
    muted = Mute.objects.kinds_of(request.user)
    return {"kinds": [kind.value for kind in Notice.Kind if kind not in muted]}


@notices.put("/choices", operation_id="notices_choose", summary="Choose of what I am told", response=ChoicesOut)
def choose(request: HttpRequest, said: ChoicesIn) -> dict[str, list[str]]:
    reading.choose(said.kinds, by=request.user)
    return read_choices(request)


def _notice_out(notice: Notice, labels: Labels) -> dict[str, Any]:
    return {
        "id": notice.pk,
        "kind": notice.kind,
        "at": notice.event.at,
        "read_at": notice.read_at,
        "event": notice.event_id,
        "text": sentence(notice, labels),
        "record": {
            "noun": notice.event.thread_noun,
            "id": notice.event.thread_id,
            "name": labels.thread(notice.event),
        },
    }
