"""Notes and calls, for programs: the same verbs and the same rows as the pages."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from piste.kernel.rest import Day, Key, Said, link, one_by_one, page_of, paged, shape, told, version_seen
from piste.messages import threads
from piste.messages.api.shapes import OnRecordIn, RecordIn
from piste.messages.models import Note
from piste.messages.verbs import notes as writing

notes = Router(tags=["notes"])


class NoteIn(OnRecordIn):
    body: str = Field(description="rich text or plain text; @Name mentions a colleague", max_length=writing.LONGEST)


class CallIn(OnRecordIn):
    direction: Literal["in", "out"] = "out"
    result: Literal["reached", "no_answer", "message", "wrong"] = "reached"
    minutes: int | None = Field(None, ge=0, le=1440)
    body: str = Field("", max_length=writing.LONGEST)
    next_type: Key | None = Field(None, description="the type of the activity that comes next, planned with the call")
    next_on: Day | None = Field(None, description="its deadline; without one, the type's")


class NoteEditIn(Said):
    body: str = Field(max_length=writing.LONGEST)
    version: Key | None = Field(None, description="the version that you read; or send it as If-Match")


class NoteOut(Schema):
    id: int
    version: int
    noun: str
    record: int
    kind: Literal["note", "call"]
    body: str = Field(description="rich text")
    direction: Literal["in", "out"] | None
    result: str | None
    minutes: int | None
    pinned: bool
    author: int | None = link("user")
    at: datetime


@notes.get("", operation_id="notes_list", summary="Notes and calls of a record, by id", response=page_of(NoteOut))
def list_notes(request: HttpRequest, wanted: Query[RecordIn]) -> dict[str, Any]:
    return paged(Note.objects.visible_to(request.user).on(wanted.noun, wanted.record), _note_out, wanted)


@notes.post("", operation_id="notes_create", summary="Write a note", response={201: NoteOut})
def create_note(request: HttpRequest, said: NoteIn) -> Status:
    thread = threads.worked_on_or_404(said.noun, said.record, request.user)
    return Status(201, _note_out(writing.write_note(thread, by=request.user, body=said.body)))


@notes.post("/calls", operation_id="notes_log_call", summary="Log a call", response={201: NoteOut})
def log_call(request: HttpRequest, said: CallIn) -> Status:
    thread = threads.worked_on_or_404(said.noun, said.record, request.user)
    told = said.dict(exclude={"noun", "record"})
    return Status(201, _note_out(writing.log_call(thread, by=request.user, **told)))


@notes.get("/{int:pk}", operation_id="notes_read", summary="One note", response=NoteOut)
def read_note(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _note_out(get_object_or_404(Note.objects.visible_to(request.user), pk=pk))


@notes.patch("/{int:pk}", operation_id="notes_edit", summary="Change a note of one's own", response=NoteOut)
def edit_note(request: HttpRequest, pk: int, said: NoteEditIn) -> dict[str, Any]:
    note = get_object_or_404(Note.objects.editable_by(request.user), pk=pk)
    seen = version_seen(request, said.version)
    return _note_out(writing.edit_note(note, by=request.user, seen=seen, body=said.body))


@notes.post("/{int:pk}/pin", operation_id="notes_pin", summary="Keep it on top of the timeline", response=NoteOut)
def pin_note(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _note_out(writing.pin(_pinnable(request, pk), by=request.user))


@notes.post("/{int:pk}/unpin", operation_id="notes_unpin", summary="Let it go down with the others", response=NoteOut)
def unpin_note(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _note_out(writing.unpin(_pinnable(request, pk), by=request.user))


@notes.delete("/{int:pk}", operation_id="notes_delete", summary="Put a note into the trash", response={204: None})
def delete_note(request: HttpRequest, pk: int) -> Status:
    writing.delete_note(get_object_or_404(Note.objects.deletable_by(request.user), pk=pk), by=request.user)
    return Status(204, None)


def _pinnable(request: HttpRequest, pk: int) -> Note:
    return get_object_or_404(Note.objects.pinnable_by(request.user), pk=pk)


def _note_out(note: Note) -> dict[str, Any]:
    noun, record = note.thread
    return told(NoteOut, note, noun=noun, record=record, direction=note.direction or None, result=note.result or None)


shape(Note, NoteOut)(one_by_one(_note_out))
