"""The palette: what a typed sentence may mean, said by the rooms in the slot "palette".

A filling is `f(request, sentence)` and answers a list of commands, best first.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import override

from piste.finding.search import TYPED_AT_MOST
from piste.history.subjects import address, timelines
from piste.kernel.keys import is_key
from piste.kernel.normal import plain
from piste.ui import menu, slots
from piste.ui.menu import Entry

GO = re.compile(r"^(?:go to|goto|open|aller a|aller aux?|aller en|ouvrir) (?:the |la |le |les )?(.+)$")
GONE_TO_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do at once: a form that is sent, or with `asks` an address that opens in the dialog; without either
    a page to go to."""

    label: str
    url: str
    icon: str = "bolt"
    values: dict[str, str] = field(default_factory=dict)
    asks: bool = False
    key: str = ""

    @property
    def acts(self) -> bool:
        return bool(self.values)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was typed, in its plain form too, and the record on which one is: its noun and number, or ("", 0)."""

    typed: str
    words: str
    noun: str = ""
    key: int = 0


def sentence(request: HttpRequest) -> Sentence:
    typed = request.GET.get("q", "").replace("\0", " ").strip()[:TYPED_AT_MOST]
    noun, _dash, key = request.GET.get("on", "").partition("-")
    on = (noun, int(key)) if is_key(key) else _page_of(request)
    return Sentence(typed, plain(typed.replace("’", "'")), *on)


def _page_of(request: HttpRequest) -> tuple[str, int]:
    """The record on whose page one is."""
    path = urlsplit(request.htmx.current_url_abs_path or "").path if request.htmx else ""
    if number := re.search(r"/([1-9]\d{0,17})/$", path):
        for noun in timelines():
            if address(noun, int(number[1])) == path:
                return noun, int(number[1])
    return "", 0


def commands(request: HttpRequest, said: Sentence) -> list[Command]:
    """What the words mean; without words what may be done here."""
    meant = [command for some in slots.collect("palette", request, sentence=said) for command in some]
    return meant + _going(request, said)


def _going(request: HttpRequest, said: Sentence) -> list[Command]:
    """The pages of the menus, by their names in every language."""
    wanted = GO.match(said.words)
    if not wanted:
        return []
    shown = {entry.url: entry for entry in _entries(request)}
    fitting: dict[str, None] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            fitting |= {entry.url: None for entry in _entries(request) if wanted[1] in plain(entry.label)}
    found = [shown[url] for url in fitting if url in shown][:GONE_TO_AT_MOST]
    return [Command(entry.label, entry.url, icon=entry.icon or "list", asks=entry.dialog) for entry in found]


def _entries(request: HttpRequest) -> list[Entry]:
    frame = menu.build(request)
    return [entry for section in frame.rail + frame.configuration for entry in section.entries]
