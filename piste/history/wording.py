"""How rooms tell their events. Each room keeps its sentences in `wording.py`, found when the first one is asked for."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from piste.history.subjects import all_subjects

NAMED = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence about an event.

    It may name %(who)s, %(row)s (the row), %(act)s (the sentence of what was undone), any fact of the event, and any
    changed field: %(stage)s as it became, %(stage_before)s as it was. `tells` are changed fields that it implies
    without naming them; `body` is the fact or field whose text is shown below, or makes that text of the event; `news`
    is told to the followers; what is `quiet` is shown on demand; what is told `once` gives each person one notice for
    the whole act; `to` names the link of the row to whom it is told in any case. `filled` is a field and the sentence
    for events that filled it.
    """

    text: str | Promise
    icon: str = ""
    body: str | Callable[[Any], str] = ""
    news: bool = False
    quiet: bool = False
    once: bool = False
    to: str = ""
    tells: tuple[str, ...] = ()
    filled: tuple[str, str | Promise] = ("", "")

    def sentence(self, event) -> str:
        field, text = self.filled
        return str(text if event.changes.get(field, [None, None])[1] else self.text)

    @property
    def told(self) -> set[str]:
        """The fields whose change needs no line of its own."""
        return {name.removesuffix("_before") for name in NAMED.findall(str(self.text))} | set(self.tells)


_said: dict[str, Wording] = {}

# What is said of any row, where its room has no sentence of its own.
BY_VERB = {
    "created": Wording(_("%(who)s created it"), icon="plus"),
    "archived": Wording(_("%(who)s archived it"), icon="archive"),
    "unarchived": Wording(_("%(who)s took it out of the archive"), icon="archive"),
    "deleted": Wording(_("%(who)s put it into the trash"), icon="trash"),
    "undeleted": Wording(_("%(who)s took it out of the trash"), icon="undo"),
    "taken_over": Wording(_("%(who)s merged its record"), icon="merge", quiet=True),
    "absorbed": Wording(_("%(who)s merged it into “%(into)s”"), icon="merge", tells=("merged_into", "deleted_at")),
    "merged": Wording(_("%(who)s merged “%(names)s” into it"), icon="merge", news=True),
    "undone": Wording(_("%(who)s undid: %(act)s"), icon="undo"),
}
# Changes without a sentence are told field by field.
PLAIN = Wording(_("%(who)s changed it"), icon="pencil")


def tell(sentences: dict[str, Wording]) -> None:
    """Registers a room's sentences by the names of their events."""
    _said.update(sentences)


@cache
def _load() -> None:
    autodiscover_modules("wording")


def of(name: str) -> Wording:
    _load()
    return _said.get(name) or BY_VERB.get(name.partition(".")[2], PLAIN)


def body(event) -> str:
    """The text that belongs to the event, such as the feedback of an activity."""
    name = of(event.name).body
    if callable(name):
        return name(event)
    return event.facts.get(name) or event.changes.get(name, ["", ""])[1] or "" if name else ""


def names() -> list[str]:
    """The events that have a sentence of their own, by name."""
    _load()
    return sorted(_said)


def quiet_names() -> list[str]:
    _load()
    acts = [act for act, said in BY_VERB.items() if said.quiet]
    names = [f"{noun}.{act}" for noun in all_subjects() for act in acts]
    return names + [name for name, said in _said.items() if said.quiet]


def is_news(name: str) -> bool:
    return of(name).news
