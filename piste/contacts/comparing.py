"""What the merge dialog shows: rows side by side, what is kept of each, and the one they become (02.33, 02.37)."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, Self

from piste.contacts.facts import Fact, fact
from piste.contacts.merged import in_order, picked_facts, values_of
from piste.contacts.models import Contact, Tag


@dataclass(frozen=True)
class Line:
    """One fact of all the rows, and the key of the one whose value is kept."""

    key: str
    label: str
    kept: int
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """Records, companies or people that may become one."""

    ones: list[Any]
    # The one that stays.
    into: Any
    # As it would be; never saved.
    result: Any
    lines: list[Line]

    @classmethod
    def of(
        cls, ones: list[Any], into: Any, values: dict[str, Any], facts: Iterable[Fact], picked: Mapping[str, int]
    ) -> Self:
        """`values` are those that the one which stays would have, `picked` names whose values the user chose."""
        result = copy(into)
        for name, value in values.items():
            if name != "tags":
                setattr(result, name, value)
        lines = [_line(fact, ones, into, result, picked) for fact in facts]
        return cls(ones, into, result, [line for line in lines if line])

    @property
    def tags(self) -> list[Tag]:
        """Of all of them, for all are kept."""
        return list({tag.pk: tag for one in self.ones for tag in one.tags.all()}.values())

    @property
    def kept(self) -> dict[str, int]:
        """For each fact the key of the row whose value is kept."""
        return {line.key: line.kept for line in self.lines}


def _line(fact: Fact, ones: list[Any], into: Any, result: Any, picked: Mapping[str, int]) -> Line | None:
    """Nothing for what none of the rows has."""
    values = {one.pk: _values(one, fact) for one in ones}
    if not any(any(own) for own in values.values()):
        return None
    wanted = _values(result, fact)
    alike = next((key for key in (into.pk, *values) if values[key] == wanted), into.pk)
    kept = picked[fact.key] if picked.get(fact.key) in values else alike
    return Line(fact.key, fact.label, kept, differs=any(own != values[into.pk] for own in values.values()))


def _values(row: Any, fact: Fact) -> list[Any]:
    return [getattr(row, column) for column in fact.columns]


def compared(
    contacts: list[Contact], *, into: int | None = None, picked: Mapping[str, int] | None = None
) -> Comparison:
    """Companies, or people; the one that was created first stays, unless another is named."""
    ones = in_order(contacts)
    stays = next((one for one in ones if one.pk == into), ones[0])
    facts = [fact(stays.noun, key) for key in picked_facts(stays.noun)]
    return Comparison.of(ones, stays, values_of(ones, stays, picked or {}), facts, picked or {})
