"""Groups of what shares a value, page by page, of whatever somebody sees (02.26)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Self

from django.utils.translation import gettext as _

from piste.contacts.matches import SHARED_AT_MOST
from piste.contacts.models import Apart, Shared
from piste.history.recording import chunks
from piste.kernel.normal import phone_shown
from piste.kernel.refusals import Refused
from piste.kernel.sealing import sealed, unsealed
from piste.pipeline.cleanup.kinds import KINDS, MODELS, READ_WITH, TRAITS, Kind, comparable, kinds_of

SHOWN = 20
# So many shared values are read at once: first what one page needs, then more for those who see little.
PIECES = (60, *[500] * 8)


@dataclass(frozen=True)
class Group:
    value: str
    label: str
    rows: list[Any]
    # Of those that one may not see the name of the owner, or "" for nobody's; and how many (02.24, 12.B1).
    hidden: list[tuple[str, int]]
    # The page that begins behind it.
    later: str

    @property
    def keys(self) -> str:
        return ",".join(str(row.pk) for row in self.rows)

    @property
    def is_workable(self) -> bool:
        """Whether there is anything to merge or to tell apart; else there is only whom to ask."""
        return len(self.rows) > 1


@dataclass(frozen=True)
class Page:
    groups: list[Group]
    # The page that follows; "" at the end.
    following: str

    @property
    def first(self) -> Group | None:
        """The one that the keys work on."""
        return next((group for group in self.groups if group.is_workable), None)


def filled(noun: str) -> set[str]:
    """The kinds of which there is anything at all."""
    return set(Shared._base_manager.filter(of=noun).order_by().values_list("by", flat=True).distinct())


def first_of(noun: str) -> Kind:
    """The strongest kind of which there is anything."""
    there, kinds = filled(noun), kinds_of(noun) or KINDS
    return next((kind for kind in kinds if kind.by in there), kinds[0])


def page(kind: Kind, user: Any, *, after: str = "") -> Page:
    """The groups of which this person sees one at least, and which nobody said are no duplicates."""
    shared = Shared._base_manager.filter(of=kind.noun, by=kind.by).order_by("value")
    everything = comparable(MODELS[kind.noun].objects.all())
    seen = comparable(MODELS[kind.noun].objects.visible_to(user))
    found: dict[str, set[int]] = {}
    following = _place(after)
    for size in PIECES:
        values = list(shared.filter(value__gt=following).values_list("value", flat=True)[:size])
        for value, keys in _several(kind, everything, seen, values).items():
            if len(found) == SHOWN:
                return Page(_groups(kind, everything, seen, found), sealed(list(found)[-1]))
            found[value] = keys
        if len(values) < size:
            return Page(_groups(kind, everything, seen, found), "")
        following = values[-1]
    return Page(_groups(kind, everything, seen, found), sealed(following))


def _place(after: str) -> str:
    """The value behind which the page begins. It is sealed on its way, for it may be one that somebody does not see."""
    place = unsealed(after) if after else ""
    if place is None:
        raise Refused(_("This page address is damaged. Start again from the first page."), field="after")
    return place


def _several(kind: Kind, everything: Any, seen: Any, values: list[str]) -> dict[str, set[int]]:
    """By value the keys of the rows that share it, where there are several and one is seen; the newest of many."""
    near = kind.near(values)
    held = kind.keys(everything, set().union(*near.values())) if near else {}
    open_to = _seen(seen, set().union(*held.values()))
    most = SHARED_AT_MOST if kind.by != "title" else SHARED_AT_MOST * 3
    several: dict[str, set[int]] = {}
    for value in values:
        keys = set().union(*(held.get(one, ()) for one in near[value]))
        own = sorted(keys & open_to)
        if own and len(keys) > 1:
            several[value] = {*own[-most:], *sorted(keys - open_to)[-most:]}
    return several


def _seen(seen: Any, keys: set[int]) -> set[int]:
    found: set[int] = set()
    for some in chunks(sorted(keys)):
        found.update(seen.filter(pk__in=some).values_list("pk", flat=True))
    return found


@dataclass(frozen=True)
class _Evidence:
    """What some rows have in common of one kind, and which of them were told apart."""

    kind: Kind
    traits: dict[int, Any]
    apart: set[tuple[int, int]]

    @classmethod
    def of(cls, kind: Kind, rows: dict[int, Any]) -> Self:
        apart = Apart.objects.from_any(kind.noun, rows) if rows else set()
        return cls(kind, {key: TRAITS[kind.noun].of(row) for key, row in rows.items()}, apart)

    def joins(self, one: int, other: int) -> bool:
        if (min(one, other), max(one, other)) in self.apart:
            return False
        return bool(self.kind.reasons.intersection(self.traits[one].shared_with(self.traits[other])))

    def together(self, keys: list[int]) -> Iterable[set[int]]:
        """Those that have this in common, each with another one; whoever has it with none stands alone."""
        groups: list[set[int]] = [{key} for key in keys]
        for one, other in combinations(keys, 2):
            if self.joins(one, other):
                joined = {one, other}.union(*(group for group in groups if group & {one, other}))
                groups = [group for group in groups if not group & joined] + [joined]
        return groups


def _groups(kind: Kind, everything: Any, seen: Any, found: dict[str, set[int]]) -> list[Group]:
    keys = set().union(*found.values()) if found else set()
    linked = everything.filter(pk__in=keys).select_related(*READ_WITH[kind.noun]).defer("search_text")
    by_key = {row.pk: row for row in linked}
    open_to, evidence = _seen(seen, keys) & by_key.keys(), _Evidence.of(kind, by_key)
    groups: list[Group] = []
    for value, shared in found.items():
        others = shared & by_key.keys() - open_to
        for together in evidence.together(sorted(shared & open_to)):
            hidden = [by_key[key] for key in others if any(evidence.joins(key, one) for one in together)]
            is_new = not any(together <= {row.pk for row in group.rows} for group in groups)
            if is_new and (len(together) > 1 or hidden):
                groups.append(_group(kind, value, [by_key[key] for key in sorted(together)], hidden))
    return groups


def _group(kind: Kind, value: str, rows: list[Any], hidden: list[Any]) -> Group:
    asked = sorted(Counter(str(row.owner or "") for row in hidden).items())
    first = rows[0]
    return Group(_own(kind, value, first), _label(kind, value, first), rows[:SHARED_AT_MOST], asked, sealed(value))


def _own(kind: Kind, value: str, row: Any) -> str:
    """The value as this row has it; of similar names another one may stand for all."""
    values = kind.values(row)
    return value if value in values or not values else min(values)


def _label(kind: Kind, value: str, row: Any) -> str:
    """What they share, as people read it."""
    if kind.is_link:
        return str(row.person if kind.by == "person" else row.company)
    if kind.by in ("name", "title"):
        return (row.customer_name if kind.noun == "lead" else str(row)) or value
    return phone_shown(value) if kind.by == "phone" else value
