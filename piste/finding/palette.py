"""The palette: what a typed sentence may mean, said by the rooms in the slot "palette".

A filling is `f(request, sentence)` and answers a list of commands, best first.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from piste.finding.bulk import acts_of
from piste.finding.search import TYPED_AT_MOST
from piste.history.subjects import address, timelines
from piste.kernel.keys import is_key, key
from piste.kernel.normal import plain
from piste.ui import menu, slots
from piste.ui.answers import came_from
from piste.ui.formats import number
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
    # It acts on what is selected in the list: the page adds which rows these are.
    many: bool = False

    @property
    def acts(self) -> bool:
        return bool(self.values) or self.many


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was typed, in its plain form too, and what it is about: a record by its noun and number, or as many rows of
    a noun as are selected; ("", 0) for neither.
    """

    typed: str
    words: str
    noun: str = ""
    key: int = 0
    count: int = 0

    @property
    def is_about_one(self) -> bool:
        return self.key > 0

    def does(self, act: str, label: str, icon: str, **values: str) -> list[Command]:
        """An act of the noun's bar (`bulk`), done at once; nothing when there is none of this name, or no rows."""
        if act not in acts_of(self.noun) or not (self.key or self.count):
            return []
        url = reverse("finding:many", args=[self.noun, act])
        if self.is_about_one:
            return [Command(label, url, icon, {"ids": str(self.key), "asked": "True", **values})]
        counted = ngettext("%(act)s: %(count)s record", "%(act)s: %(count)s records", self.count)
        label = counted % {"act": label, "count": number(self.count)}
        return [Command(label, url, icon, {"asked": "True", **values} if values else {}, many=True)]


def sentence(request: HttpRequest) -> Sentence:
    """`on` is a record, as lead-12, or a noun of which `count` rows are selected."""
    typed = request.GET.get("q", "").replace("\0", " ").strip()[:TYPED_AT_MOST]
    words = plain(typed.replace("’", "'"))
    noun, _dash, place = request.GET.get("on", "").partition("-")
    count = key(request.GET.get("count", ""))
    if noun and count and not place:
        return Sentence(typed, words, noun, count=count)
    return Sentence(typed, words, *((noun, int(place)) if is_key(place) else _page_of(request)))


def _page_of(request: HttpRequest) -> tuple[str, int]:
    """The record on whose page one is, or from whose page one came."""
    path = urlsplit((request.htmx.current_url_abs_path or "") if request.htmx else came_from(request, "")).path
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
    return [_leading(entry) for entry in found]


def offered(request: HttpRequest) -> list[tuple[str, list[Command]]]:
    """All that can be made and gone to, for whoever has typed nothing yet."""
    new, entries = menu.build(request).new, _entries(request)
    return [(title, [_leading(entry) for entry in some]) for title, some in ((_("New"), new), (_("Go to"), entries))]


def _leading(entry: Entry) -> Command:
    return Command(entry.label, entry.url, icon=entry.icon or "list", asks=entry.dialog)


def _entries(request: HttpRequest) -> list[Entry]:
    frame = menu.build(request)
    return [entry for section in frame.rail + frame.configuration for entry in section.entries]
