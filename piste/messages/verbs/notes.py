"""Notes and calls on a record."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from piste.history.models import Subject
from piste.history.recording import change, created, record, refuse_stale, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused
from piste.messages import mentions, rich, threads
from piste.messages.mentions import Mentions
from piste.messages.models import Note
from piste.messages.verbs.files import attach

LONGEST = 100_000
PINNED_AT_MOST = 3


@verb
def write_note(thread: Subject, *, by, body: str, files: Iterable[UploadedFile] = ()) -> Note:
    """Writes an internal note. Whoever it mentions follows the record from now on and is told, if he sees it."""
    files = list(files)
    named = mentions.found(body, thread)
    text = _cleaned(body, named)
    if not text and not files:
        raise Refused(_("Write something, or attach a file."), field="body")
    return _written(Note(body=text), thread, named, files, by=by)


@verb
def log_call(
    thread: Subject,
    *,
    by,
    direction: str,
    result: str,
    minutes: int | None = None,
    body: str = "",
    files: Iterable[UploadedFile] = (),
    next_type: int | None = None,
    next_on: date | None = None,
) -> Note:
    """Writes down a call: who called, whom one reached, how long it took, and what was said (04.14).

    The type and the day of what comes next are told in the event: the room that plans activities hears of it.
    """
    if next_on and not next_type:
        raise Refused(_("Choose what is to be done on that day."), field="next_type")
    named = mentions.found(body, thread)
    note = Note(kind=Note.Kind.CALL, direction=direction, result=result, minutes=minutes, body=_cleaned(body, named))
    facts = {"next": {"type": next_type, "on": next_on and next_on.isoformat()}} if next_type else {}
    return _written(note, thread, named, files, by=by, **facts)


@verb
def edit_note(note: Note, *, by, seen: int | None = None, **values: Any) -> Note:
    """Changes the text; whoever is mentioned newly is told."""
    locked(note)
    refuse_stale(note, values, seen)
    named = Mentions()
    if "body" in values:
        named = mentions.found(values["body"], threads.record_of(note))
        values["body"] = _cleaned(values["body"], named)
        if not values["body"] and not note.is_call and not note.attachments.filter(deleted_at=None).exists():
            raise Refused(_("Write something, or delete the note."), field="body")
    before = set(note.mentioned.values_list("pk", flat=True))
    fresh = [user.pk for user in named.told if user.pk not in before]
    if changes := change(note, **values, mentioned=before | set(fresh)):
        record(note, "note.edited", by=by, changes=changes, mentioned=fresh)
    return note


@verb
def delete_note(note: Note, *, by) -> Note:
    """Puts the note and its files into the trash."""
    record(locked(note), "note.deleted", by=by, changes=change(note, deleted_at=now(), pinned=False))
    for attachment in note.attachments.filter(deleted_at=None):
        record(attachment, "attachment.deleted", by=by, changes=change(attachment, deleted_at=now()))
    return note


@verb
def pin(note: Note, *, by) -> Note:
    """Keeps the note on top of the timeline, beside two others at most (04.3)."""
    locked(note)
    if Note.objects.on(*note.thread).pinned().exclude(pk=note.pk).count() >= PINNED_AT_MOST:
        raise Refused(_("Three notes are pinned here already. Unpin one of them first."))
    if changes := change(note, pinned=True):
        record(note, "note.pinned", by=by, changes=changes)
    return note


@verb
def unpin(note: Note, *, by) -> Note:
    if changes := change(locked(note), pinned=False):
        record(note, "note.unpinned", by=by, changes=changes)
    return note


def _cleaned(body: str, named: Mentions) -> str:
    if len(body) > LONGEST:
        raise Refused(_("This text is too long. Attach it as a file."), field="body")
    return rich.cleaned(body, named.told)


def _written(note: Note, thread: Subject, named: Mentions, files: Iterable[UploadedFile], *, by, **facts: Any) -> Note:
    note.thread_noun, note.thread_id = thread.thread
    note.author = by
    mentioned = [user.pk for user in named.told]
    created(note, by=by, mentioned=mentioned, **facts)
    note.mentioned.set(mentioned)
    for file in files:
        attach(thread, by=by, file=file, note=note)
    return note
