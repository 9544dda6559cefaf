"""The menus of the frame, built from what the rooms put into their slots."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from piste.ui import slots

RAIL = {
    "menu.sales": _("Sales"),
    "menu.acquire": _("Acquire"),
    "menu.understand": _("Understand"),
    "menu.cleanup": _("Clean-up"),
}
CONFIGURATION = {"menu.configuration": _("Configuration"), "menu.site": _("Settings")}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a menu.

    `key` names what follows G on the keyboard (ui/keys.py), `dialog` opens it in the dialog, `name` ties it to a live
    counter; at the addresses of `also` it is the current one too.
    """

    label: str
    url: str
    icon: str = ""
    count: int | None = None
    key: str = ""
    dialog: bool = False
    name: str = ""
    also: tuple[str, ...] = ()
    current: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    query: dict[str, str]

    @classmethod
    def of(cls, url: str) -> Self:
        address = urlsplit(url)
        return cls(address.path, dict(parse_qsl(address.query)))


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Menus:
    """The whole frame of one request."""

    rail: list[Section]
    configuration: list[Section]
    phone: list[Entry]
    new: list[Entry]

    @property
    def configuring(self) -> bool:
        return any(entry.current for section in self.configuration for entry in section.entries)


def build(request: HttpRequest, at: str = "") -> Menus:
    """The menus, with the entry marked where we are, or where a page says that it belongs (`at`)."""
    here = _Place.of(at or request.get_full_path())
    rail, configuration = _sections(RAIL, request), _sections(CONFIGURATION, request)
    current = _current([entry for section in rail + configuration for entry in section.entries], here)
    phone = slots.collect("bar.phone", request)
    return Menus(
        rail=_marked(rail, current),
        configuration=_marked(configuration, current),
        phone=_mark(phone, _current(phone, here)),
        new=slots.collect("new", request),
    )


def _sections(names: Mapping[str, Promise], request: HttpRequest) -> list[Section]:
    found = (Section(str(title), slots.collect(slot, request)) for slot, title in names.items())
    return [section for section in found if section.entries]


def _current(entries: list[Entry], here: _Place) -> Entry | None:
    """The entry whose address says most about where we are."""
    matching = [
        (closeness, entry)
        for entry in entries
        for url in (entry.url, *entry.also)
        if (closeness := _closeness(url, here))
    ]
    return max(matching, key=lambda pair: pair[0])[1] if matching else None


def _closeness(url: str, here: _Place) -> tuple[int, int] | None:
    there = _Place.of(url)
    inside = here.path == there.path or (there.path != "/" and here.path.startswith(there.path.rstrip("/") + "/"))
    if not inside or any(here.query.get(name) != value for name, value in there.query.items()):
        return None
    return len(there.path), len(there.query)


def _marked(sections: list[Section], current: Entry | None) -> list[Section]:
    return [Section(section.title, _mark(section.entries, current)) for section in sections]


def _mark(entries: list[Entry], current: Entry | None) -> list[Entry]:
    return [replace(entry, current=entry is current) for entry in entries]
