"""Groups of what shares a value, page by page, of whatever somebody sees (02.26)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from piste.contacts.models import Apart, Shared
from piste.kernel.normal import phone_shown
from piste.pipeline.cleanup.kinds import KINDS, MODELS, READ_WITH, TRAITS, Kind, comparable, kinds_of
from piste.pipeline.duplicates import SHARED_AT_MOST

SHOWN = 20
# So many shared values are read at once: first what one page needs, then more for those who see little.
PIECES = (60, *[500] * 8)


@dataclass(frozen=True)
class Group:
    value: str
    label: str
    rows: list[Any]

    @property
    def keys(self) -> str:
        return ",".join(str(row.pk) for row in self.rows)


@dataclass(frozen=True)
class Page:
    groups: list[Group]
    # The value behind which the next page begins; "" at the end.
    following: str


def filled(noun: str) -> set[str]:
    """The kinds of which there is anything at all."""
    return set(Shared._base_manager.filter(of=noun).order_by().values_list("by", flat=True).distinct())


def first_of(noun: str) -> Kind:
    """The strongest kind of which there is anything."""
    there, kinds = filled(noun), kinds_of(noun) or KINDS
    return next((kind for kind in kinds if kind.by in there), kinds[0])


def page(kind: Kind, user: Any, *, after: str = "") -> Page:
    """The groups of which this person sees at least two, and which nobody said are no duplicates."""
    shared = Shared._base_manager.filter(of=kind.noun, by=kind.by).order_by("value")
    rows = comparable(MODELS[kind.noun].objects.visible_to(user))
    found: dict[str, set[int]] = {}
    following = after
    for size in PIECES:
        values = list(shared.filter(value__gt=following).values_list("value", flat=True)[:size])
        for value, keys in _several(kind, rows, values).items():
            if len(found) == SHOWN:
                return Page(_groups(kind, rows, found), list(found)[-1])
            found[value] = keys
        if len(values) < size:
            return Page(_groups(kind, rows, found), "")
        following = values[-1]
    return Page(_groups(kind, rows, found), following)


def _several(kind: Kind, rows: Any, values: list[str]) -> dict[str, set[int]]:
    """By value the keys of the rows that share it, where there are several; the newest of many."""
    near = kind.near(values)
    held = kind.keys(rows, set().union(*near.values())) if near else {}
    found = {value: set().union(*(held.get(one, ()) for one in near[value])) for value in values}
    most = SHARED_AT_MOST if kind.by != "title" else SHARED_AT_MOST * 3
    return {value: set(sorted(keys)[-most:]) for value, keys in found.items() if len(keys) > 1}


def _groups(kind: Kind, rows: Any, found: dict[str, set[int]]) -> list[Group]:
    keys = set().union(*found.values()) if found else set()
    linked = rows.filter(pk__in=keys).select_related(*READ_WITH[kind.noun]).defer("search_text")
    by_key = {row.pk: row for row in linked}
    apart = Apart.objects.from_any(kind.noun, by_key) if by_key else set()
    traits = {key: TRAITS[kind.noun].of(row) for key, row in by_key.items()}
    groups: list[Group] = []
    for value, own in found.items():
        for together in _together(kind, sorted(own & by_key.keys()), traits, apart):
            if not any(together <= {row.pk for row in group.rows} for group in groups):
                same = [by_key[key] for key in sorted(together)][:SHARED_AT_MOST]
                groups.append(Group(value, _label(kind, value, same[0]), same))
    return groups


def _together(kind: Kind, keys: list[int], traits: dict[int, Any], apart: set[tuple[int, int]]) -> Iterable[set[int]]:
    """The rows that have this in common, each with another one, and were not told apart."""
    groups: list[set[int]] = []
    for one, other in combinations(keys, 2):
        if (one, other) not in apart and kind.reasons.intersection(traits[one].shared_with(traits[other])):
            joined = {one, other}.union(*(group for group in groups if group & {one, other}))
            groups = [group for group in groups if not group & joined] + [joined]
    return groups


def _label(kind: Kind, value: str, row: Any) -> str:
    """What they share, as people read it."""
    if kind.is_link:
        return str(row.person if kind.by == "person" else row.company)
    if kind.by in ("name", "title"):
        return (row.customer_name if kind.noun == "lead" else str(row)) or value
    return phone_shown(value) if kind.by == "phone" else value
