"""The rows that may be the same as one of them, be they records, companies or people: how many are looked at, and how
much of what is found somebody may know (02.23-02.25, 12.B1)."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import F, QuerySet

from piste.contacts.likeness import Strength

# What more rows share is no evidence (02.23).
SHARED_AT_MOST = 20
# So many of each kind of evidence are looked at, the newest ones.
LOOKED_AT = 50


@dataclass(frozen=True)
class Match:
    """A row, and the reasons why it may be the same, the weightiest first."""

    row: Any
    reasons: list[Any]

    @property
    def strength(self) -> Strength:
        return self.reasons[0].strength


@dataclass(frozen=True)
class Found:
    """What somebody may know: the duplicates that he sees, and of the others how many there are and whom to ask."""

    matches: list[Match] = field(default_factory=list)
    # Name of the owner, or "" for nobody's; and how many (12.B1).
    hidden: list[tuple[str, int]] = field(default_factory=list)

    @classmethod
    def of(cls, matches: list[Match], visible: QuerySet) -> Self:
        """`visible` are the rows that he sees."""
        keys = [match.row.pk for match in matches]
        seen = set(visible.filter(pk__in=keys).values_list("pk", flat=True))
        owners = Counter(str(match.row.owner or "") for match in matches if match.row.pk not in seen)
        return cls([match for match in matches if match.row.pk in seen], sorted(owners.items()))

    def told(self, named: Callable[[Any], dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
        """For programs; `named` says by what else than its number a row is known."""
        rows = [
            {"id": match.row.pk, **named(match.row), "strength": match.strength, "reasons": match.reasons}
            for match in self.matches
        ]
        hidden = [{"owner": owner, "count": count} for owner, count in self.hidden]
        return {"possible_duplicates": rows, "hidden_duplicates": hidden}

    @property
    def count(self) -> int:
        return len(self.matches) + sum(count for _owner, count in self.hidden)

    def __bool__(self) -> bool:
        return bool(self.count)


def matches_among(rows: Iterable[Any], traits: Any) -> list[Match]:
    """Those of the rows that share something with these traits, the strongest first; equals stay in their order."""
    matches = [Match(row, reasons) for row in rows if (reasons := traits.shared_with(type(traits).of(row)))]
    return sorted(matches, key=_weight)


def _weight(match: Match) -> int:
    """Reasons are listed in the order of their weight."""
    reasons: Any = type(match.reasons[0])
    return list(reasons).index(match.reasons[0])


def newest(rows: QuerySet, at_most: int = LOOKED_AT, *, key: str = "pk") -> list[int]:
    """The keys of the newest of these rows, which stand in that column."""
    # Ordered by an expression: by the plain key a database may read the whole table backwards until it has enough.
    return list(rows.order_by((F("pk") + 0).desc()).values_list(key, flat=True)[:at_most])
