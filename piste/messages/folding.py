"""Folding: what one person did to a record within ten minutes is one entry (04.2)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from piste.history import wording
from piste.history.models import Event
from piste.messages.selection import FILE, NOTE

WITHIN = timedelta(minutes=10)


@dataclass
class Group:
    """Events of one entry, newest first. What stands alone is never joined with others."""

    alone: bool
    events: list[Event] = field(default_factory=list)

    @property
    def newest(self) -> Event:
        return self.events[0]

    @property
    def oldest(self) -> Event:
        return self.events[-1]

    @property
    def head(self) -> Event | None:
        """The act that the entry is about, rather one of the record itself; without any it is about changed fields."""
        acts = [event for event in reversed(self.events) if is_act(event)]
        return next((event for event in acts if event.noun == event.thread_noun), acts[0] if acts else None)


def fold(newest_first: Iterable[Event], stands_alone: Callable[[Event], bool]) -> list[Group]:
    groups: list[Group] = []
    for _, told in groupby(newest_first, key=lambda event: (event.change_set_id, event.thread_noun, event.thread_id)):
        told = list(told)
        groups += [Group(True, [event]) for event in told if stands_alone(event)]
        if acts := [event for event in told if not stands_alone(event)]:
            if groups and _joins(groups[-1], acts):
                groups[-1].events += acts
            else:
                groups.append(Group(False, acts))
    return groups


def is_act(event: Event) -> bool:
    """Whether it has a sentence of its own."""
    return wording.of(event.name) is not wording.PLAIN


def is_message(event: Event) -> bool:
    return event.name in (NOTE, FILE)


def _joins(group: Group, acts: list[Event]) -> bool:
    """Same person, same record, soon after another, and not two acts that each deserve a line."""
    last, first = group.oldest, acts[0]
    return (
        not group.alone
        and last.change_set.by_id == first.change_set.by_id
        and (last.thread_noun, last.thread_id) == (first.thread_noun, first.thread_id)
        and group.newest.at - first.at <= WITHIN
        and not (group.head and any(is_act(event) for event in acts))
    )
