"""Notices as people read them: by record, with a sentence each, in a fixed number of queries (04.11)."""

from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from piste.history import wording
from piste.history.labels import Labels
from piste.history.subjects import address
from piste.kernel.paging import sliced
from piste.messages.models import Note, Notice
from piste.messages.querysets import NoticeQuerySet
from piste.messages.selection import NOTE

LIMIT = 50
EXCERPT = 160
RECORDS_OF_AN_ACT = 3


@dataclass(frozen=True, slots=True)
class Told:
    notice: Notice
    sentence: str
    icon: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Group:
    """Notices about one record, as long as none about another came between."""

    record: str
    url: str
    notices: list[Told]
    # How many more records the same act was about.
    others: int = 0

    @property
    def unread(self) -> bool:
        return any(told.notice.read_at is None for told in self.notices)


@dataclass(frozen=True, slots=True)
class Page:
    groups: list[Group]
    following: str


def page(notices: NoticeQuerySet, user, *, cursor: str = "", limit: int = LIMIT) -> Page:
    found = sliced(notices.select_related("event__change_set__by"), order=["-id"], cursor=cursor, limit=limit)
    events = [notice.event for notice in found.rows]
    labels = Labels(events, user)
    notes = Note.objects.filter(deleted_at=None).in_bulk([event.row_id for event in events if event.name == NOTE])
    groups = [
        _group(labels, thread, [_told(notice, labels, notes) for notice in about])
        for thread, about in groupby(found.rows, key=_thread)
    ]
    return Page(_folded(groups), found.following)


def _group(labels: Labels, thread: tuple[str, int], about: list[Told]) -> Group:
    # What is told once for many records says itself how many more there are.
    others = max(told.notice.event.facts.get("others", 0) for told in about)
    return Group(labels.name(*thread), address(*thread), about, others)


def _folded(groups: list[Group]) -> list[Group]:
    """An act on many records is told with the first few of them."""
    folded: list[Group] = []
    for _act, run in groupby(groups, key=lambda group: group.notices[0].notice.event.change_set_id):
        of_act = list(run)
        *shown, last = of_act[:RECORDS_OF_AN_ACT]
        folded += [*shown, replace(last, others=last.others + len(of_act) - len(shown) - 1)]
    return folded


def _thread(notice: Notice) -> tuple[str, int]:
    return notice.event.thread_noun, notice.event.thread_id


def _told(notice: Notice, labels: Labels, notes: dict[int, Note]) -> Told:
    event = notice.event
    note = notes.get(event.row_id) if event.name == NOTE else None
    text = str(note) if note else wording.body(event)
    icon = wording.of(event.name).icon or "bell"
    return Told(notice, sentence(notice, labels), icon, Truncator(text).chars(EXCERPT))


def sentence(notice: Notice, labels: Labels) -> str:
    """What happened, and where that does not say it, why it is told."""
    said = labels.sentence(notice.event)
    if notice.kind == Notice.Kind.UNOWNED:
        return _("%(act)s, without a salesperson") % {"act": said}
    return said
