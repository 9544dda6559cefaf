"""Timelines, notes, files and notices, for programs: the same verbs and the same rows as the pages."""

from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Query, Router, Status
from ninja.files import UploadedFile

from piste.history.labels import Labels
from piste.history.models import Event
from piste.kernel.paging import sliced
from piste.kernel.rest import PageIn, Said, paged, version_seen
from piste.messages import selection, store, threads
from piste.messages.models import Attachment, Note, Notice
from piste.messages.verbs import files
from piste.messages.verbs import notes as writing
from piste.messages.verbs import notices as reading

timeline = Router(tags=["timeline"])
notes = Router(tags=["notes"])
attachments = Router(tags=["attachments"])
notices = Router(tags=["notices"])


class TimelineIn(PageIn):
    kind: Literal["all", "notes", "activities", "changes", "files"] = "all"
    everything: bool = Field(False, description="also changes of fields that are not tracked")


class RecordIn(PageIn):
    noun: str = Field(description="the kind of record: lead, company, person")
    record: int


class NoteIn(Said):
    noun: str = Field(description="the kind of record: lead, company, person")
    record: int
    body: str = Field(description="rich text or plain text; @Name mentions a colleague", max_length=writing.LONGEST)


class CallIn(Said):
    noun: str
    record: int
    direction: Literal["in", "out"] = "out"
    result: Literal["reached", "no_answer", "message", "wrong"] = "reached"
    minutes: int | None = Field(None, ge=0, le=1440)
    body: str = Field("", max_length=writing.LONGEST)


class NoteEditIn(Said):
    body: str = Field(max_length=writing.LONGEST)
    version: int | None = Field(None, description="the version that you read; or send it as If-Match")


class NoticesIn(PageIn):
    unread: bool = False


class ReadIn(Said):
    ids: list[int] | None = Field(None, description="none means all", max_length=500)


@timeline.get("/{noun}/{int:key}", operation_id="timeline_list", summary="What happened to a record, newest first")
def list_events(request: HttpRequest, noun: str, key: int, wanted: Query[TimelineIn]) -> dict[str, Any]:
    """Each event with its changes as stored (`before`, `after`) and as people read them (`text`, `labels`)."""
    thread = threads.seen_or_404(noun, key, request.user)
    together = threads.read_together(thread, request.user)
    told = selection.told(together, kind=wanted.kind, everything=wanted.everything)
    found = sliced(told.select_related("change_set__by"), order=["-id"], cursor=wanted.cursor, limit=wanted.limit)
    labels = Labels(found.rows, request.user)
    return {"items": [_event_out(event, labels) for event in found.rows], "next": found.following or None}


def _event_out(event: Event, labels: Labels) -> dict[str, Any]:
    by = event.change_set.by
    return {
        "id": event.pk,
        "name": event.name,
        "noun": event.noun,
        "row": event.row_id,
        "record": {"noun": event.thread_noun, "id": event.thread_id},
        "at": event.at,
        "by": {"id": by.pk, "name": by.name} if by else None,
        "via": event.change_set.via,
        "change_set": event.change_set_id,
        "text": labels.sentence(event),
        "changes": {name: {"before": pair[0], "after": pair[1]} for name, pair in event.changes.items()},
        "labels": [
            {"field": line.field, "label": line.label, "before": line.before, "after": line.after}
            for line in labels.lines(event, everything=True)
        ],
        "facts": event.facts,
    }


@notes.get("", operation_id="notes_list", summary="Notes and calls of a record, by id")
def list_notes(request: HttpRequest, wanted: Query[RecordIn]) -> dict[str, Any]:
    return paged(Note.objects.visible_to(request.user).on(wanted.noun, wanted.record), _note_out, wanted)


@notes.post("", operation_id="notes_create", summary="Write a note", response={201: dict})
def create_note(request: HttpRequest, said: NoteIn) -> Status:
    thread = threads.worked_on_or_404(said.noun, said.record, request.user)
    return Status(201, _note_out(writing.write_note(thread, by=request.user, body=said.body)))


@notes.post("/calls", operation_id="notes_log_call", summary="Log a call", response={201: dict})
def log_call(request: HttpRequest, said: CallIn) -> Status:
    thread = threads.worked_on_or_404(said.noun, said.record, request.user)
    told = said.dict(exclude={"noun", "record"})
    return Status(201, _note_out(writing.log_call(thread, by=request.user, **told)))


@notes.get("/{int:pk}", operation_id="notes_read", summary="One note")
def read_note(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _note_out(get_object_or_404(Note.objects.visible_to(request.user), pk=pk))


@notes.patch("/{int:pk}", operation_id="notes_edit", summary="Change a note of one's own")
def edit_note(request: HttpRequest, pk: int, said: NoteEditIn) -> dict[str, Any]:
    note = get_object_or_404(Note.objects.editable_by(request.user), pk=pk)
    seen = version_seen(request, said.version)
    return _note_out(writing.edit_note(note, by=request.user, seen=seen, body=said.body))


@notes.delete("/{int:pk}", operation_id="notes_delete", summary="Put a note into the trash", response={204: None})
def delete_note(request: HttpRequest, pk: int) -> Status:
    writing.delete_note(get_object_or_404(Note.objects.deletable_by(request.user), pk=pk), by=request.user)
    return Status(204, None)


def _note_out(note: Note) -> dict[str, Any]:
    return {
        "id": note.pk,
        "version": note.version,
        "noun": note.thread_noun,
        "record": note.thread_id,
        "kind": note.kind,
        "body": note.body,
        "direction": note.direction or None,
        "result": note.result or None,
        "minutes": note.minutes,
        "pinned": note.pinned,
        "author": note.author_id,
        "at": note.at,
    }


@attachments.get("", operation_id="attachments_list", summary="Files of a record, by id")
def list_attachments(request: HttpRequest, wanted: Query[RecordIn]) -> dict[str, Any]:
    return paged(Attachment.objects.visible_to(request.user).on(wanted.noun, wanted.record), _file_out, wanted)


@attachments.post("", operation_id="attachments_create", summary="Attach a file", response={201: dict})
def attach(request: HttpRequest, noun: Form[str], record: Form[int], file: File[UploadedFile]) -> Status:
    """multipart/form-data with `noun`, `record` and `file`."""
    thread = threads.worked_on_or_404(noun, record, request.user)
    return Status(201, _file_out(files.attach(thread, by=request.user, file=file)))


@attachments.get("/{int:pk}", operation_id="attachments_read", summary="What is known of a file")
def read_attachment(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _file_out(get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk))


@attachments.get("/{int:pk}/content", operation_id="attachments_content", summary="The file itself")
def content(request: HttpRequest, pk: int) -> FileResponse:
    file = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    return FileResponse(
        store.path(file.digest).open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type
    )


def _file_out(file: Attachment) -> dict[str, Any]:
    return {
        "id": file.pk,
        "noun": file.thread_noun,
        "record": file.thread_id,
        "note": file.note_id,
        "name": file.name,
        "size": file.size,
        "media_type": file.media_type,
        "sha256": file.digest,
        "author": file.author_id,
        "at": file.at,
    }


@notices.get("", operation_id="notices_list", summary="What I was told, newest first")
def list_notices(request: HttpRequest, wanted: Query[NoticesIn]) -> dict[str, Any]:
    rows = Notice.objects.visible_to(request.user)
    rows = (rows.unread() if wanted.unread else rows).select_related("event__change_set__by")
    found = sliced(rows, order=["-id"], cursor=wanted.cursor, limit=wanted.limit)
    labels = Labels([notice.event for notice in found.rows], request.user)
    return {"items": [_notice_out(notice, labels) for notice in found.rows], "next": found.following or None}


@notices.post("/read", operation_id="notices_mark_read", summary="Mark notices as read")
def mark_read(request: HttpRequest, said: ReadIn) -> dict[str, int]:
    rows = Notice.objects.editable_by(request.user)
    return {"read": reading.read(rows if said.ids is None else rows.filter(pk__in=said.ids), by=request.user)}


def _notice_out(notice: Notice, labels: Labels) -> dict[str, Any]:
    return {
        "id": notice.pk,
        "kind": notice.kind,
        "at": notice.event.at,
        "read_at": notice.read_at,
        "event": notice.event_id,
        "text": labels.sentence(notice.event),
        "record": {
            "noun": notice.event.thread_noun,
            "id": notice.event.thread_id,
            "name": labels.thread(notice.event),
        },
    }
