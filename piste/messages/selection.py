"""Which events stand on a timeline: by kind, and without those that only an audit asks for (04.3, 04.5)."""

from datetime import datetime
from functools import cache

from django.db.models import F, Q, QuerySet

from piste.history import wording
from piste.history.models import Event, Hanging
from piste.history.subjects import all_subjects
from piste.messages.models import Attachment, Note
from piste.messages.searching import holding, on
from piste.messages.threads import Threads

NOTE, FILE = f"{Note.noun}.created", f"{Attachment.noun}.created"
KINDS = ("all", "notes", "activities", "changes", "files")


def told(
    threads: Threads,
    *,
    kind: str = "all",
    everything: bool = False,
    typed: str = "",
    until: datetime | None = None,
) -> QuerySet[Event]:
    """The events of these records. `everything` adds what is quiet, and edits of fields that are not tracked; `typed`
    is looked for in what people wrote, `until` leaves out what came later.
    """
    events = Event.objects.filter(on(threads), of_kind(kind))
    if typed.strip():
        events = events.filter(holding(threads, typed))
    if until:
        events = events.filter(at__lt=until)
    return events if everything else events.filter(told_by_default(threads))


def of_kind(kind: str) -> Q:
    match kind:
        case "notes":
            return Q(name=NOTE)
        case "activities":
            return Q(noun__in=_hung_on_by_others())
        case "changes":
            return Q(noun=F("thread_noun")) | Q(noun__in=_unwritten())
        case "files":
            return Q(name=FILE)
    # A file that came with a note stands below the note.
    return ~Q(name=FILE, changes__has_key="note")


def told_by_default(threads: Threads) -> Q:
    left_out = Q(name__in=wording.quiet_names())
    for noun in {*threads, *_hanging()}:
        if tracked := all_subjects()[noun].tracked:
            left_out |= Q(name=f"{noun}.edited") & ~Q(changes__has_any_keys=sorted(tracked))
    return ~left_out


@cache
def _hanging() -> list[str]:
    return [noun for noun, model in all_subjects().items() if issubclass(model, Hanging)]


def _hung_on_by_others() -> list[str]:
    """What rooms above this one hang on records, and people write: planned work."""
    others = set(_hanging()) - {Note.noun, Attachment.noun, *_unwritten()}
    return sorted(others)


@cache
def _unwritten() -> list[str]:
    """What hangs on a record and says nothing of its own, such as a share: a change of the record."""
    return [noun for noun, model in all_subjects().items() if issubclass(model, Hanging) and not model.written]
