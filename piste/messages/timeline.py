"""A record's timeline: its events, newest first, as entries that people read (04.1-04.6)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from piste.history import wording
from piste.history.labels import Labels, Line
from piste.history.models import ChangeSet, Event, Subject
from piste.history.subjects import address
from piste.kernel.clock import day_ends
from piste.kernel.paging import After
from piste.kernel.prepared import prepared
from piste.messages import selection
from piste.messages.folding import Group, fold
from piste.messages.models import Attachment, Note
from piste.messages.selection import FILE, NOTE
from piste.messages.threads import Threads, read_together

ENTRIES = 30
# So many events make 30 entries, most of the time.
EVENTS = 90
WAYS = {"api": _("by the API"), "import": _("by an import")}


@dataclass(frozen=True)
class Part:
    """One change set inside of an entry: what it did, line by line, and whether it can be undone."""

    at: datetime
    sentences: list[str]
    lines: list[Line]
    undo: int | None
    records: int


@dataclass(frozen=True)
class Entry:
    """What stands between two others on the timeline."""

    # The number of its oldest event: it stays when newer ones are folded into it.
    id: int
    # Differs when the entry must be drawn anew.
    mark: str
    at: datetime
    by: object
    # By which way it came, unless by a page.
    way: str
    icon: str
    sentence: str
    body: str
    parts: list[Part]
    record: str = ""
    url: str = ""
    note: Note | None = None
    # Whether the note says something else than when it was written; a merge or a pin changes nothing of that.
    rewritten: bool = False
    files: list[Attachment] = field(default_factory=list)

    @property
    def day(self) -> str:
        """In the reader's zone."""
        return timezone.localtime(self.at).date().isoformat()

    @property
    def count(self) -> int:
        """How many lines are folded into it."""
        return sum(len(part.lines) + len(part.sentences) for part in self.parts)

    @property
    def line(self) -> Line | None:
        """The one change that it is about, if there is nothing else to say."""
        lines = [line for part in self.parts for line in part.lines]
        return lines[0] if not self.sentence and self.count == 1 and lines else None

    @property
    def undo(self) -> int | None:
        return self.parts[0].undo if len(self.parts) == 1 else None


@dataclass(frozen=True)
class Page:
    entries: list[Entry]
    threads: Threads
    # The event before which the next page begins; 0 at the end.
    following: int


def page(
    thread: Subject,
    user,
    *,
    kind: str = "all",
    everything: bool = False,
    typed: str = "",
    until: date | None = None,
    before: int = 0,
) -> Page:
    """Some 30 entries, older than the event `before` if one is given, and not younger than the reader's day `until`; a
    fixed number of queries.
    """
    threads = read_together(thread, user)
    if not (typed or until or before):
        events = _newest(tuple(threads), kind, everything)(*threads.values())
    else:
        told = _narrowed(threads, user, kind=kind, everything=everything, typed=typed, until=until, before=before)
        events = list(_page_of(told))
    groups, following = _cut(events)
    return Page(_Reader(thread, user, groups, everything=everything).entries(), threads, following)


@cache
def _newest(nouns: tuple[str, ...], kind: str, everything: bool) -> prepared:
    """The first page of such records, which is what nearly everybody asks for."""

    def newest(*keys: list[int]) -> QuerySet:
        threads = dict(zip(nouns, keys, strict=True))
        return _page_of(selection.told(threads, kind=kind, everything=everything))

    return prepared(newest)


def _page_of(told: QuerySet) -> QuerySet:
    # By time: what was imported happened before it was told.
    return told.select_related("change_set__by").order_by("-at", "-id")[: EVENTS + 1]


def _narrowed(
    threads: Threads, user, *, kind: str, everything: bool, typed: str, until: date | None, before: int
) -> QuerySet:
    end = day_ends(until, user.time_zone) if until else None
    told = selection.told(threads, kind=kind, everything=everything, typed=typed, until=end)
    if pivot := Event.objects.filter(pk=before).first() if before else None:
        told = told.filter(After(["at", "id"], [pivot.at, pivot.pk], descending=True))
    return told


def pinned(thread: Subject) -> list[Note]:
    """The notes on top, each with its `kept_files`."""
    return _pinned(*thread.thread)


@prepared
def _pinned(noun: str, key: int) -> QuerySet:
    files = Prefetch("attachments", Attachment.objects.filter(deleted_at=None).order_by("id"), to_attr="kept_files")
    notes = Note.objects.on(noun, key).pinned().select_related("author").prefetch_related(files)
    return notes.order_by("-id")


def _cut(events: list[Event]) -> tuple[list[Group], int]:
    """Whole groups only: the last one may go on behind what was read. A change set is never cut in two."""
    more = len(events) > EVENTS
    groups = fold(events[:EVENTS])
    if more and len(groups) > 1:
        last = groups.pop()
        while len(groups) > 1 and groups[-1].oldest.change_set_id == last.newest.change_set_id:
            groups.pop()
    end = ENTRIES
    while end < len(groups) and groups[end].newest.change_set_id == groups[end - 1].oldest.change_set_id:
        end += 1
    more = more or end < len(groups)
    groups = groups[:end]
    return groups, groups[-1].oldest.pk if more else 0


class _Reader:
    """Makes entries of groups; what they need of other tables is fetched for all at once."""

    def __init__(self, thread: Subject, user, groups: list[Group], *, everything: bool) -> None:
        self.thread, self.groups, self.everything = thread, groups, everything
        events = [event for group in groups for event in group.events]
        self.labels = Labels(events, user)
        self.notes = Note.objects.select_related("author").in_bulk(_keys(events, NOTE))
        self.rewritten = _rewritten(self.notes.values())
        self.files = _files(events)
        change_sets = {event.change_set_id for event in events}
        self.undoable = set(ChangeSet.objects.undoable_by(user).filter(pk__in=change_sets).values_list("pk", flat=True))
        self.records = _records(self.undoable)

    def entries(self) -> list[Entry]:
        return [self._entry(group) for group in self.groups]

    def _entry(self, group: Group) -> Entry:
        newest = group.newest
        head = group.head
        note = self.notes.get(newest.row_id) if newest.name == NOTE else None
        elsewhere = (newest.thread_noun, newest.thread_id) != self.thread.thread
        parts = self._parts(group, head)
        return Entry(
            id=group.oldest.id,
            mark=self._mark(group, note, parts),
            at=newest.at,
            by=newest.change_set.by,
            way=str(WAYS.get(newest.change_set.via, "")),
            icon=wording.of((head or newest).name).icon,
            sentence=self.labels.sentence(head) if head else "",
            body=wording.body(head) if head else "",
            parts=parts,
            record=self.labels.thread(newest) if elsewhere else "",
            url=address(newest.thread_noun, newest.thread_id) if elsewhere else "",
            note=note if note and note.deleted_at is None else None,
            rewritten=newest.row_id in self.rewritten if note else False,
            files=self._files_of(group, note),
        )

    def _parts(self, group: Group, head: Event | None) -> list[Part]:
        by_change_set: dict[int, list[Event]] = defaultdict(list)
        for event in group.events:
            by_change_set[event.change_set_id].append(event)
        return [self._part(key, told, head) for key, told in by_change_set.items()]

    def _part(self, change_set: int, told: list[Event], head: Event | None) -> Part:
        own = [event for event in told if not event.name.endswith(".created")]
        return Part(
            at=told[0].at,
            sentences=[
                self.labels.sentence(event) for event in reversed(told) if event is not head and _is_line(event)
            ],
            lines=[line for event in own if not _hangs(event) for line in self._lines(event)],
            undo=change_set if change_set in self.undoable else None,
            records=self.records.get(change_set, 1),
        )

    def _lines(self, event: Event) -> list[Line]:
        return self.labels.more(event, everything=self.everything)

    def _files_of(self, group: Group, note: Note | None) -> list[Attachment]:
        if note is not None:
            return [file for file in self.files.values() if file.note_id == note.pk]
        return [self.files[key] for key in sorted(_keys(group.events, FILE)) if key in self.files]

    def _mark(self, group: Group, note: Note | None, parts: list[Part]) -> str:
        undo = "".join("u" if part.undo else "-" for part in parts)
        files = len(self._files_of(group, note))
        return f"{group.newest.id}.{len(group.events)}.{note.version if note else 0}.{files}.{undo}"


def _is_line(event: Event) -> bool:
    """Whether it is told by a sentence among others; a file is shown itself."""
    return _hangs(event) and event.name != FILE


def _hangs(event: Event) -> bool:
    return event.noun != event.thread_noun


def _keys(events: Iterable[Event], name: str) -> list[int]:
    return [event.row_id for event in events if event.name == name]


def _rewritten(notes: Iterable[Note]) -> set[int]:
    touched = [note.pk for note in notes if note.version > 1]
    edits = Event.objects.filter(noun=Note.noun, row_id__in=touched, name="note.edited")
    return set(edits.values_list("row_id", flat=True)) if touched else set()


def _files(events: list[Event]) -> dict[int, Attachment]:
    """The files of the notes, and those that came alone."""
    rows = Attachment.objects.filter(deleted_at=None).order_by("id")
    of_notes = rows.filter(note__in=_keys(events, NOTE))
    return {file.pk: file for file in of_notes | rows.filter(pk__in=_keys(events, FILE))}


def _records(change_sets: set[int]) -> dict[int, int]:
    """On how many records each change set worked: who undoes it here undoes it there too."""
    told = Event.objects.filter(change_set__in=change_sets).order_by().values("change_set")
    return {row["change_set"]: row["records"] for row in told.annotate(records=Count("thread_id", distinct=True))}
