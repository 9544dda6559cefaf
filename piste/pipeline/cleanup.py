"""Duplicates to be worked through: what shares a value, found by walking an index piece by piece (02.26)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from piste.contacts.likeness import Strength
from piste.contacts.models import Apart, Company, ContactKey, Person
from piste.pipeline.models import Lead

# So many entries of an index are read for one page, and so many groups are shown on it.
SCANNED = 20_000
SHOWN = 20
# What more rows share is no evidence (02.23).
SHARED_AT_MOST = 20


@dataclass(frozen=True)
class Kind:
    """What is looked through, and by what."""

    noun: str
    by: str
    label: str | Promise
    strength: Strength

    def entries(self, after: str) -> QuerySet:
        """The value and the key of each row, in the order of the values."""
        if (self.noun, self.by) in COLUMNS:
            column, key = COLUMNS[self.noun, self.by], "pk"
            rows = MODELS[self.noun]._base_manager.filter(deleted_at=None)
        else:
            column, key = "value", self.noun
            rows = ContactKey._base_manager.filter(kind=self.by, **{f"{self.noun}__isnull": False})
        return rows.filter(**{f"{column}__gt": after}).order_by(column, key).values_list(column, key)

    def rows(self, user: Any) -> QuerySet:
        if self.noun == Lead.noun:
            return Lead.objects.visible_to(user).comparable().select_related("stage", "owner", "company", "person")
        linked = ("owner", "company") if self.noun == Person.noun else ("owner",)
        return MODELS[self.noun].objects.visible_to(user).current().select_related(*linked)


MODELS: dict[str, Any] = {Lead.noun: Lead, Company.noun: Company, Person.noun: Person}
COLUMNS = {
    (Lead.noun, "email"): "email",
    (Lead.noun, "phone"): "phone",
    (Lead.noun, "domain"): "domain",
    (Lead.noun, "name"): "company_key",
    (Company.noun, "name"): "match_key",
    (Person.noun, "name"): "name_key",
}
KINDS = [
    Kind(noun, by, label, strength)
    for noun in MODELS
    for by, label, strength in (
        ("email", _("Same e-mail"), Strength.SAME),
        ("phone", _("Same phone"), Strength.LIKELY),
        ("domain", _("Same domain"), Strength.LIKELY),
        ("name", _("Same name"), Strength.SIMILAR),
    )
    if (noun, by) != (Person.noun, "domain")
]


def kind_of(noun: str, by: str) -> Kind:
    """The kind of that name, else the first one."""
    return next((kind for kind in KINDS if (kind.noun, kind.by) == (noun, by)), KINDS[0])


@dataclass(frozen=True)
class Group:
    value: str
    rows: list[Any]

    @property
    def keys(self) -> str:
        return ",".join(str(row.pk) for row in self.rows)


@dataclass(frozen=True)
class Page:
    groups: list[Group]
    # The value behind which the next page begins; "" at the end.
    following: str


def page(kind: Kind, user: Any, *, after: str = "") -> Page:
    """The groups that this person sees at least two of, and that nobody said are no duplicates."""
    entries = list(kind.entries(after)[:SCANNED])
    whole, following = _whole(entries)
    shared = {value: keys for value, keys in whole.items() if _says_something(kind, keys)}
    groups: list[Group] = []
    values = list(shared)
    for start in range(0, len(values), SHOWN):
        some = values[start : start + SHOWN]
        groups += _shown(kind, user, {value: shared[value] for value in some})
        if len(groups) >= SHOWN and start + SHOWN < len(values):
            return Page(groups, some[-1])
    return Page(groups, following)


def _whole(entries: list[tuple[str, int]]) -> tuple[dict[str, list[int]], str]:
    """Keys by value. What stands at the end of a full piece may go on behind it, and is left to the next one."""
    found: dict[str, list[int]] = defaultdict(list)
    for value, key in entries:
        found[value].append(key)
    if len(entries) < SCANNED:
        return found, ""
    last = next(reversed(found))
    if len(found) > 1:
        found.pop(last)
        last = next(reversed(found))
    return found, last


def _says_something(kind: Kind, keys: list[int]) -> bool:
    return len(set(keys)) > 1 and (kind.by == "email" or len(set(keys)) <= SHARED_AT_MOST)


def _shown(kind: Kind, user: Any, shared: dict[str, list[int]]) -> list[Group]:
    keys = {key for some in shared.values() for key in some[:SHARED_AT_MOST]}
    rows = {row.pk: row for row in kind.rows(user).filter(pk__in=keys)}
    apart = Apart.objects.from_any(kind.noun, rows)
    groups = (
        Group(value, [rows[key] for key in dict.fromkeys(some[:SHARED_AT_MOST]) if key in rows])
        for value, some in shared.items()
    )
    return [group for group in groups if _open(group.rows, apart)]


def _open(rows: Iterable[Any], apart: set[tuple[int, int]]) -> bool:
    """Whether any two of the rows are not told apart yet."""
    return any(pair not in apart for pair in combinations(sorted(row.pk for row in rows), 2))
