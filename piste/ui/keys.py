"""Single keys: the usual one of each verb, and the one that a person chose for himself (14.13).

Templates name the verb, never the letter.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVERYWHERE, RECORD, ACTIVITY, CLEANUP, CONFIGURATION, GOING = (
    "everywhere",
    "record",
    "activity",
    "cleanup",
    "configuration",
    "going",
)
# As the list of one's own keys is parted.
PLACES: dict[str, str | Promise] = {
    EVERYWHERE: _("Everywhere"),
    RECORD: _("On a record, a card, or a line"),
    ACTIVITY: _("On an activity"),
    CLEANUP: _("While cleaning up"),
    CONFIGURATION: _("In the configuration"),
    GOING: _("After “go to”"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """A verb that has a key: the usual one, what it is called, and where it works."""

    usual: str
    label: str | Promise
    place: str = RECORD


KEYS: dict[str, Key] = {
    "create": Key("c", _("Create"), EVERYWHERE),
    "search": Key("/", _("Search"), EVERYWHERE),
    "filter": Key("f", _("Filter"), EVERYWHERE),
    "select": Key("x", _("Select"), EVERYWHERE),
    "next": Key("j", _("Next line or record"), EVERYWHERE),
    "former": Key("k", _("Line or record before"), EVERYWHERE),
    "undo": Key("z", _("Undo"), EVERYWHERE),
    "go": Key("g", _("Go to, followed by a letter"), EVERYWHERE),
    "help": Key("?", _("List of the keys"), EVERYWHERE),
    "edit": Key("e", _("Edit")),
    "assign": Key("a", _("Assign")),
    "plan": Key("t", _("Plan an activity")),
    "note": Key("n", _("Write a note")),
    "call": Key("h", _("Log a call")),
    "done": Key("d", _("Activity done")),
    "stage": Key("s", _("Move to a stage")),
    "won": Key("w", _("Won")),
    "lost": Key("l", _("Lost")),
    "convert": Key("o", _("Convert")),
    "look": Key("p", _("Look at the card")),
    "menu": Key(".", _("Menu of the card")),
    "snooze": Key("s", _("Put off"), ACTIVITY),
    "merge": Key("m", _("Merge"), CLEANUP),
    "apart": Key("n", _("No duplicates"), CLEANUP),
    "later": Key("l", _("Later"), CLEANUP),
    "new": Key("n", _("New"), CONFIGURATION),
    "invite": Key("i", _("Invite"), CONFIGURATION),
    "go_pipeline": Key("p", _("Pipeline"), GOING),
    "go_leads": Key("l", _("Leads"), GOING),
    "go_opportunities": Key("o", _("Opportunities"), GOING),
    "go_customers": Key("c", _("Customers"), GOING),
    "go_day": Key("d", _("My day"), GOING),
    "go_activities": Key("a", _("My activities"), GOING),
}

_own: ContextVar[Mapping[str, str]] = ContextVar("own_keys", default={})  # noqa: B039 (nobody writes into it)


@contextmanager
def at(own: Mapping[str, str]) -> Iterator[None]:
    """What is drawn inside shows the keys of this person."""
    token = _own.set(own)
    try:
        yield
    finally:
        _own.reset(token)


def of(name: str) -> str:
    """The key of a verb for whoever looks; what is no verb of ours is a key itself."""
    return _own.get().get(name) or (KEYS[name].usual if name in KEYS else name)


def chosen(own: Mapping[str, str]) -> dict[str, str]:
    """Every verb with its key, as this person has it."""
    return {name: own.get(name) or key.usual for name, key in KEYS.items()}


def said(own: Mapping[str, str]) -> str:
    """Won: V, Lost: B"""
    return ", ".join(f"{KEYS[name].label}: {key.upper()}" for name, key in own.items() if name in KEYS)


def clash(own: Mapping[str, str]) -> tuple[str, str] | None:
    """Two verbs that would have the same key in the same place; the one that was changed stands first."""
    taken: dict[tuple[str, str], str] = {}
    keys = chosen(own)
    for name in sorted(KEYS, key=lambda name: name in own):
        for place in _reach(KEYS[name].place):
            other = taken.setdefault((place, keys[name]), name)
            # Those that share their usual key never meet.
            if KEYS[other].usual != KEYS[name].usual:
                return name, other
    return None


def _reach(place: str) -> list[str]:
    """A key of everywhere works in every place; only what follows “go to” is a list of its own."""
    if place == EVERYWHERE:
        return [one for one in PLACES if one != GOING]
    # The line of an activity has verbs of its record too.
    return [place, RECORD] if place == ACTIVITY else [place]
