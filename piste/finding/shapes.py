"""How the rows of a view are laid out: columns, order and groups, as the address says them beside the filter."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from django.http import QueryDict

from piste.finding.dimensions import Dimension, dimension, measure
from piste.kernel.criteria.fields import Field, Noun
from piste.kernel.keys import is_key
from piste.kernel.refusals import Refused

LEVELS_AT_MOST = 2
COLUMNS_AT_MOST = 30
# What a list says of its layout, and what all layouts of a noun say. Each hands on what the others say, so that whoever
# comes back finds it as it was.
OWN = ("columns", "sort", "group")
SAID = (*OWN, "order", "only", "opened", "lanes", "by", "span", "rows", "cols", "measures", "against", "chart", "view")
# Said where nothing was chosen; without it, what is usual would be.
NOTHING = "-"


def handed_on(given: QueryDict, *own: str) -> dict[str, str]:
    """What the address says of layouts, but for that of one's own."""
    said = {name: given.getlist(name) for name in SAID if name in given and name not in own}
    return {name: ",".join(filter(None, values)) or NOTHING for name, values in said.items()}


def field_of(noun: Noun, key: str) -> Field | None:
    try:
        return noun.field(key)
    except LookupError:
        return None


def is_listed(field: Field | None) -> bool:
    """Whether a list can show it."""
    return field is not None and bool(field.read) and field.is_offered


@dataclass(frozen=True, slots=True)
class Shape:
    """Keys are those of declared fields; `-` before that of the order descends, `created:month` groups by months.

    `gone` are those that the address names and that are not there any more (14.B5).
    """

    columns: tuple[str, ...] = ()
    sort: str = ""
    group: tuple[str, ...] = ()
    # The saved view that one started from.
    view: str = ""
    gone: tuple[str, ...] = ()
    # What other layouts say.
    beside: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, noun: Noun, given: Mapping[str, str]) -> Self:
        gone: list[str] = []

        def known(name: str, fits: Callable[[str], bool], most: int) -> Iterable[str]:
            said = [key for key in given.get(name, "").split(",") if key][:most]
            gone.extend(key for key in said if not fits(key))
            return dict.fromkeys(key for key in said if fits(key))

        columns = tuple(known("columns", lambda key: is_listed(field_of(noun, key)), COLUMNS_AT_MOST))
        sort = next(iter(known("sort", lambda key: sorts(noun, key), 1)), "")
        group = tuple(known("group", lambda key: is_dimension(noun, key), LEVELS_AT_MOST))
        view = given.get("view", "")
        beside = handed_on(given, *OWN, "view") if isinstance(given, QueryDict) else {}
        return cls(columns, sort, group, view if is_key(view) else "", tuple(gone), beside)

    def params(self) -> dict[str, str]:
        said = {"columns": ",".join(self.columns), "sort": self.sort, "group": ",".join(self.group), "view": self.view}
        return {name: value for name, value in {**self.beside, **said}.items() if value}

    def levels(self, noun: Noun) -> list[Dimension]:
        return [dimension(noun, key) for key in self.group]


def is_dimension(noun: Noun, key: str) -> bool:
    try:
        return bool(dimension(noun, key))
    except Refused:
        return False


def is_measure(noun: Noun, key: str) -> bool:
    try:
        return bool(measure(noun, key))
    except Refused:
        return False


def sorts(noun: Noun, key: str) -> bool:
    field = field_of(noun, key.removeprefix("-"))
    return field is not None and bool(field.sorted_by)
