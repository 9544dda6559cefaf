"""Folding: what one person did to a record within ten minutes is one entry (04.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from piste.history import wording
from piste.history.models import Event
from piste.messages.selection import FILE, NOTE

WITHIN = timedelta(minutes=10)


@dataclass
class Group:
    """Events of one entry, newest first. A closed one is not joined with others: it has a text to be read, or an
    undo to be found.
    """

    closed: bool
    events: list[Event] = field(default_factory=list)

    @property
    def newest(self) -> Event:
        return self.events[0]

    @property
    def oldest(self) -> Event:
        return self.events[-1]

    @property
    def head(self) -> Event | None:
        """What the entry is about: what has a text, else an act on the record, else any; none for changed fields."""
        acts = [event for event in reversed(self.events) if is_act(event)]
        own = [event for event in acts if event.noun == event.thread_noun]
        return next((event for event in acts if wording.body(event)), next(iter(own or acts), None))


def fold(newest_first: Iterable[Event]) -> list[Group]:
    groups: list[Group] = []
    for _, run in groupby(newest_first, key=_occasion):
        told = list(run)
        acts = [event for event in told if not is_message(event)]
        if acts and any(event.name == FILE for event in told):
            # What was attached by an act stands with it.
            groups.append(Group(True, told))
            continue
        groups += [Group(True, [event]) for event in told if is_message(event)]
        if any(wording.body(event) or is_merge(event) for event in acts):
            groups.append(Group(True, acts))
        elif acts and groups and _joins(groups[-1], acts):
            groups[-1].events += acts
        elif acts:
            groups.append(Group(False, acts))
    return groups


def _occasion(event: Event) -> tuple:
    """One verb on one record; an import tells of several days at once."""
    return event.change_set_id, event.at, event.thread_noun, event.thread_id


def is_act(event: Event) -> bool:
    """Whether it has a sentence of its own."""
    return wording.of(event.name) is not wording.PLAIN


def is_message(event: Event) -> bool:
    return event.name in (NOTE, FILE)


def is_merge(event: Event) -> bool:
    """Whether records became one: its undo is looked for, also when one went on working at once (02.36)."""
    return event.name.endswith((".merged", ".absorbed"))


def _joins(group: Group, acts: list[Event]) -> bool:
    """Same person, same record, soon after another, and not two acts that each deserve a line."""
    last, first = group.oldest, acts[0]
    return (
        not group.closed
        and last.change_set.by_id == first.change_set.by_id
        and (last.thread_noun, last.thread_id) == (first.thread_noun, first.thread_id)
        and group.newest.at - first.at <= WITHIN
        and not (group.head and any(is_act(event) for event in acts))
    )
