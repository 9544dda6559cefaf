"""Saved views as addresses: what of one is not there any more, and whether it was changed since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson
from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from piste.finding import places
from piste.finding.models import SavedView
from piste.finding.shapes import NOTHING, OWN, Shape, field_of, handed_on, is_dimension, is_measure
from piste.kernel.criteria import fields, parsing
from piste.kernel.criteria.fields import Field, Noun
from piste.kernel.criteria.parsing import Criterion
from piste.kernel.keys import is_key
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


@dataclass(frozen=True, slots=True)
class Living:
    """What a view says that can still be asked. Without what is `left_out` of its layouts it shows the same rows
    (14.B5); without its `unusable` conditions it would show more, so that it is switched off (00.B1)."""

    query: dict[str, str]
    left_out: list[str]
    unusable: list[str]

    @property
    def missing(self) -> list[str]:
        return list(dict.fromkeys([*self.left_out, *self.unusable]))

    def address(self, view: SavedView) -> str:
        return f"{reverse(view.route)}?{urlencode(sorted({**self.query, 'view': str(view.pk)}.items()))}"


def living(view: SavedView, user: Any = None) -> Living:
    """With a user, a condition that names somebody or something which he does not see counts as unusable, too."""
    noun, said = fields.noun(view.of), QueryDict(view.query)
    shape, unusable = Shape.of(noun, said), list[str]()
    conditions = _living_conditions(noun, said.get("f", ""), user, unusable)
    layouts, lost = _living_layouts(noun, handed_on(said, *OWN))
    kept = {name: value for name, value in said.dict().items() if name not in ("f", *OWN)}
    for name, key in _named(view, kept) if user else ():
        if not is_key(kept[name]) or not _are_seen(noun.field(key), [kept[name]], user):
            unusable.append(key)
            del kept[name]
    kept |= layouts | {name: value for name, value in shape.params().items() if name in OWN}
    query = {name: value for name, value in kept.items() if value} | ({"f": conditions} if conditions else {})
    return Living(query, list(dict.fromkeys([*shape.gone, *lost])), list(dict.fromkeys(unusable)))


def living_to_owner(view: SavedView) -> Living:
    """What is usable is judged by whoever saved it: others find what their own rights let them see."""
    return living(view, view.owner)


def reasons(view: SavedView, found: Living) -> list[str]:
    """Why each condition cannot be asked, in words."""
    noun = fields.noun(view.of)
    known = {key: field.label for key in found.unusable if (field := field_of(noun, key))}
    lost = _("“%(field)s” names somebody or something that is not there any more")
    gone = _("“%(field)s” does not exist any more")
    return [lost % {"field": known[key]} if key in known else gone % {"field": key} for key in found.unusable]


def _named(view: SavedView, said: Mapping[str, str]) -> list[tuple[str, str]]:
    place = places.place(view.of, view.part)
    return [(name, key) for name, key in (place.named if place else {}).items() if said.get(name)]


def _are_seen(field: Field, keys: Collection[Any], user: Any) -> bool:
    """Whether the user sees all rows that are named by these keys."""
    return field.rows is None or field.rows(user).filter(pk__in=set(keys)).count() == len(set(keys))


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


def _living_conditions(noun: Noun, said: str, user: Any, gone: list[str]) -> str:
    """The conditions that can still be asked; the fields of the others are `gone`."""
    try:
        tree = orjson.loads(said) if said else None
    except orjson.JSONDecodeError:
        gone.append(said[:40])
        return ""
    left = _living(noun, tree, user, gone) if tree else None
    return parsing.text(parsing.parse(noun.name, left)) if left else ""


def _living(noun: Noun, said: Any, user: Any, gone: list[str]) -> Any:
    if isinstance(said, Mapping) and "f" not in said:
        parts = {
            kind: [left for part in some if (left := _living(noun, part, user, gone)) is not None]
            for kind, some in said.items()
        }
        return parts if any(parts.values()) else None
    try:
        asked = next(iter(parsing.parse(noun.name, said).parts))
        if user and isinstance(asked, Criterion) and not _sees_named(asked, user):
            gone.append(asked.field.key)
            return None
    except Refused:
        gone.append(str(said.get("f", said))[:40] if isinstance(said, Mapping) else str(said)[:40])
        return None
    return said


def _sees_named(asked: Criterion, user: Any) -> bool:
    if asked.value is None or asked.field.questions is not None:
        return True
    return _are_seen(asked.field, asked.value if isinstance(asked.value, list) else [asked.value], user)


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
        found = living(self.current)
        saved = found.address(self.current)
        same = (urlsplit(saved).path, query_of(saved)) == (urlsplit(self.address).path, query_of(self.address))
        return bool(found.unusable) or not same

    @property
    def may_keep(self) -> bool:
        view = self.current
        return view is not None and (view.owner_id == self.user.pk or self.user.manages)
