"""Saved views as addresses: what of one is not there any more, and whether it was changed since."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson
from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse

from piste.finding import places
from piste.finding.models import SavedView
from piste.finding.shapes import NOTHING, OWN, Shape, handed_on, is_dimension, is_measure
from piste.kernel.criteria import fields, parsing
from piste.kernel.criteria.fields import Noun
from piste.kernel.refusals import Refused

# What an address says beside filter and layouts.
PASSING = ("view", "cursor", "at", "after", "month", "peek")


def query_of(address: str) -> str:
    """Filter and layouts that an address says, always in the same order."""
    said = [pair for pair in parse_qsl(urlsplit(address).query) if pair[0] not in PASSING]
    return urlencode(sorted(said))


def route_of(address: str, noun: str) -> str:
    """The route of the view; Refused for what shows no rows of that noun."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        raise parsing.unknown(address) from None
    place = places.place(noun, part_of(urlsplit(address).query))
    if place is None or not place.layout(found.view_name):
        raise parsing.unknown(address)
    return found.view_name


def part_of(query: str) -> str:
    """Leads and opportunities are one noun and two menus: the address says which."""
    return dict(parse_qsl(query)).get("kind", "")


def opened(view: SavedView) -> tuple[str, list[str]]:
    """Where the view is, and what it names that is not there any more and is left out (14.B5)."""
    query, gone = living_query(view)
    return f"{reverse(view.route)}?{urlencode(sorted({**query, 'view': str(view.pk)}.items()))}", gone


def living_query(view: SavedView) -> tuple[dict[str, str], list[str]]:
    """What the view says that can still be asked, and what of it cannot."""
    noun, said = fields.noun(view.of), QueryDict(view.query)
    shape = Shape.of(noun, said)
    conditions, gone = living(noun, said.get("f", ""))
    layouts, lost = _living_layouts(noun, handed_on(said, *OWN))
    kept = {name: value for name, value in said.dict().items() if name not in ("f", *OWN)}
    kept |= layouts | {name: value for name, value in shape.params().items() if name in OWN}
    query = {name: value for name, value in kept.items() if value} | ({"f": conditions} if conditions else {})
    return query, list(dict.fromkeys([*shape.gone, *lost, *gone]))


def _living_layouts(noun: Noun, said: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """The same of the layouts that group and measure."""
    gone: list[str] = []
    asked = {"rows": is_dimension, "cols": is_dimension, "lanes": is_dimension, "measures": is_measure}
    for name, fits in asked.items():
        keys = [key for key in said.get(name, "").split(",") if key]
        lost = [key for key in keys if key != NOTHING and not fits(noun, key)]
        if lost:
            gone += lost
            said[name] = ",".join(key for key in keys if key not in lost)
    return said, gone


def living(noun: Noun, said: str) -> tuple[str, list[str]]:
    """The conditions that can still be asked, and the fields of the others."""
    gone: list[str] = []
    try:
        tree = orjson.loads(said) if said else None
    except orjson.JSONDecodeError:
        return "", [said[:40]]
    left = _living(noun, tree, gone) if tree else None
    return (parsing.text(parsing.parse(noun.name, left)) if left else ""), gone


def _living(noun: Noun, said: Any, gone: list[str]) -> Any:
    if isinstance(said, Mapping) and "f" not in said:
        parts = {
            kind: [left for part in some if (left := _living(noun, part, gone)) is not None]
            for kind, some in said.items()
        }
        return parts if any(parts.values()) else None
    try:
        parsing.parse(noun.name, said)
    except Refused:
        gone.append(str(said.get("f", said))[:40] if isinstance(said, Mapping) else str(said)[:40])
        return None
    return said


class Tabs:
    """The saved views over a page of rows, and the one that is looked at: in any layout of its noun.

    `address` is that of the page; `to_save` where a view is saved of more than it says.
    """

    def __init__(self, user: Any, noun: str, address: str, *, to_save: str = "") -> None:
        self.user, self.noun, self.address, self.to_save = user, noun, address, to_save or address
        self._query = urlsplit(address).query

    @cached_property
    def views(self) -> list[SavedView]:
        """This user's views and those that are shared with him."""
        shown = SavedView.objects.visible_to(self.user).of(self.noun).with_defaults(self.user)
        return list(shown.filter(part=part_of(self._query)))

    @cached_property
    def current(self) -> SavedView | None:
        key = dict(parse_qsl(self._query)).get("view", "")
        return next((view for view in self.views if str(view.pk) == key), None)

    @cached_property
    def is_changed(self) -> bool:
        """Whether something else is looked at than was saved, or in another layout."""
        if self.current is None:
            return False
        saved = opened(self.current)[0]
        return (urlsplit(saved).path, query_of(saved)) != (urlsplit(self.address).path, query_of(self.address))

    @property
    def may_keep(self) -> bool:
        view = self.current
        return view is not None and (view.owner_id == self.user.pk or self.user.manages)
