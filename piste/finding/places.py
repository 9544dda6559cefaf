"""Where the rows of a noun are looked at: a room declares its place, rooms above it may add a layout."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LAYOUTS: dict[str, tuple[str | Promise, str]] = {
    "board": (_("Board"), "board"),
    "list": (_("List"), "list"),
    "cards": (_("Cards"), "board"),
    "calendar": (_("Calendar"), "calendar"),
    "matrix": (_("Activity matrix"), "matrix"),
    "pivot": (_("Pivot"), "pivot"),
    "graph": (_("Graph"), "chart"),
}


FIGURES = ("pivot", "graph")


@dataclass(frozen=True, slots=True)
class Segment:
    """A layout as a link to it."""

    url: str
    icon: str
    label: str | Promise
    current: bool


@dataclass(slots=True, kw_only=True)
class Place:
    """Two menus may share a noun: `part` is what `kind` says in the addresses of one of them.

    `routes` are by layout; `rows` gives those that the query of an address chooses, of what a user sees.
    """

    noun: str
    part: str = ""
    routes: dict[str, str]
    rows: Callable[[Any, Mapping[str, str]], QuerySet]
    # What of an address chooses the rows, cleaned; and where the menu leads.
    params: Callable[[Any, Mapping[str, str]], dict[str, str]]
    home: Callable[[Any, str], str]
    # What of an address names a row of somebody or something, with the declared field that it asks for.
    named: Mapping[str, str] = field(default_factory=dict)

    def layout(self, route: str) -> str:
        """Which layout that route shows; "" for none of them."""
        return next((layout for layout, one in self.routes.items() if one == route), "")

    def segments(self, here: str, query: str, *, sells: bool = True) -> list[Segment]:
        """The layouts, all of the same rows; `here` is the route of the one that is looked at. Figures are for those
        who sell."""
        return [
            Segment(reverse(route) + query, icon, label, route == here)
            for layout, (label, icon) in LAYOUTS.items()
            if (route := self.routes.get(layout)) and (sells or layout not in FIGURES)
        ]


_places: dict[tuple[str, str], Place] = {}


def declare(place: Place) -> Place:
    _places[place.noun, place.part] = place
    return place


def place(noun: str, part: str = "") -> Place | None:
    return _places.get((noun, part)) or _places.get((noun, ""))


def nouns() -> list[str]:
    return list(dict.fromkeys(noun for noun, _part in _places))


def add(noun: str, layout: str, route: str) -> None:
    """A layout that a higher room shows."""
    for (of, _part), one in _places.items():
        if of == noun:
            one.routes[layout] = route
