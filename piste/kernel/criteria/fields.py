"""What each noun can be asked for: declared once, read by filters, lists, groups, pivots and the API."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db.models import Expression, Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy

from piste.kernel.criteria.asker import Asker

# `company.industry`, `person.company.country` (00.15).
STEPS_AT_MOST = 2

Label = str | Promise


class Type(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    # A date with its time: asked for by days in the asker's zone.
    MOMENT = "moment"
    CHOICE = "choice"
    LINK = "link"
    MANY = "many"
    YES = "yes"
    # A question with operators of its own.
    SPECIAL = "special"


PRESENT = ("empty", "filled")
AMOUNTS = ("=", "!=", "<", "<=", ">", ">=", "between", *PRESENT)
DAYS = ("on", "before", "after", "between", "rel", *PRESENT)
ONE_OF = ("is", "is_not", "in", "not_in", *PRESENT)
OPERATORS: dict[Type, tuple[str, ...]] = {
    Type.TEXT: ("contains", "not_contains", "is", "is_not", "starts", "words", *PRESENT),
    Type.NUMBER: AMOUNTS,
    Type.MONEY: AMOUNTS,
    Type.PERCENT: AMOUNTS,
    Type.DATE: DAYS,
    Type.MOMENT: DAYS,
    Type.CHOICE: ONE_OF,
    Type.LINK: ONE_OF,
    Type.MANY: ("has_any", "has_all", "has_none", *PRESENT),
    Type.YES: ("true", "false"),
    Type.SPECIAL: (),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One of the values that a question asks for; the only one has no name."""

    name: str
    label: Label
    type: Type
    choices: Callable[[Any], Mapping[Any, Label]] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """An operator of a special field: its words, what it asks for, how that is read, its condition, and its words."""

    label: Label
    parts: tuple[Part, ...]
    read: Callable[[Any], Any]
    condition: Callable[[Any, Asker], Q]
    said: Callable[[Any, Any], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that rows of a noun can be filtered, sorted, grouped or measured by.

    `path` is its way through the models. Lists read `columns` (else the path) and show `text` of them, they order by
    `order`; what a type cannot do is left out.
    """

    key: str
    label: Label
    type: Type
    path: str = ""
    order: str = ""
    columns: tuple[str, ...] = ()
    text: Callable[..., Any] | None = None
    # The values of a choice with their words.
    choices: Callable[[], Mapping[Any, Label]] | None = None
    # Of a link: the noun whose fields can be reached over it, and the rows that a user may name.
    noun: str = ""
    rows: Callable[[Any], QuerySet] | None = None
    # Of a link: the fields behind it that rows are often grouped by.
    groups_by: tuple[str, ...] = ()
    # Of a link to people and teams: the operators `me` and `my_team`, with the keys that they mean.
    whose: Mapping[str, Callable[[Any], Collection[int]]] | None = None
    # Of a link whose rows stand in a row, such as stages: the path by which `before` and `after` compare.
    rank: str = ""
    # A text stored in normal form is compared as it is, by its index.
    normal: Callable[[str], str] | None = None
    # Whether the words of the text are in the row's `search_text`.
    searched: bool = False
    questions: Mapping[str, Question] | None = None
    filterable: bool = True
    sortable: bool = True
    groupable: bool = False
    measurable: bool = False
    # A measure that no column holds, such as days between two; `averaged` when its sum would say nothing.
    measure: Callable[[], Expression] | None = None
    averaged: bool = False
    # Asked for what a switch of the site brings: while it is off, nothing offers the field; what names it still holds.
    offered: Callable[[], bool] | None = None

    @property
    def is_offered(self) -> bool:
        return self.offered is None or self.offered()

    @property
    def operators(self) -> tuple[str, ...]:
        if self.questions is not None:
            return tuple(self.questions)
        ranked = ("before", "after") if self.rank else ()
        return (*OPERATORS[self.type], *ranked, *(self.whose or ()))

    @property
    def read(self) -> tuple[str, ...]:
        """The columns that a list reads to show it."""
        return self.columns or ((self.path,) if self.path else ())

    @property
    def sorted_by(self) -> str:
        """The column that a list orders by; empty when it cannot."""
        if not self.sortable or self.type == Type.MANY:
            return ""
        return self.order or self.path

    def over(self, link: "Field") -> "Field":
        """The same field of the row that the link leads to."""

        def longer(path: str) -> str:
            return f"{link.path}__{path}" if path else ""

        return replace(
            self,
            key=f"{link.key}.{self.key}",
            label=format_lazy("{} · {}", link.label, self.label),
            path=longer(self.path),
            order=longer(self.order),
            rank=longer(self.rank),
            columns=tuple(longer(path) for path in self.columns),
            searched=False,
            measurable=False,
        )


@dataclass(frozen=True, slots=True)
class Noun:
    """A declared model: its fields in the order in which they are offered."""

    name: str
    model: type[Model]
    fields: Mapping[str, Field]

    def field(self, key: str) -> Field:
        """The field of that key, over one or two links too; LookupError when there is none."""
        first, _dot, rest = key.partition(".")
        field = self.fields[first]
        if not rest:
            return field
        if not field.noun or key.count(".") > STEPS_AT_MOST:
            raise LookupError(key)
        found = noun(field.noun).field(rest)
        if found.type == Type.SPECIAL:
            raise LookupError(key)
        return found.over(field)

    def reachable(self) -> list[Field]:
        """Every field that can be filtered by: the row's own, then those one step away, then those of two steps."""
        own = self._offered()
        near = [one for link in own for one in _over(link)]
        # Over two links people say no more than their names, which the link itself asks for.
        far = [one for link in near if link.noun != "user" for one in _over(link)]
        return own + near + far

    def _offered(self) -> list[Field]:
        return [field for field in self.fields.values() if field.filterable and field.is_offered]


_nouns: dict[str, Noun] = {}


def _over(link: Field) -> list[Field]:
    """What can be asked of the row that the link leads to."""
    inner = _nouns[link.noun]._offered() if link.noun in _nouns else []
    return [field.over(link) for field in inner if field.type != Type.SPECIAL]


def declare(name: str, model: type[Model], *fields: Field) -> Noun:
    """Makes the fields of a noun known to everything that filters, lists, groups or measures."""
    _nouns[name] = Noun(name, model, {field.key: field for field in fields})
    return _nouns[name]


def add(name: str, *fields: Field) -> None:
    """Fields that a higher room keeps on a row of a lower one, such as a score."""
    known = _nouns[name]
    _nouns[name] = replace(known, fields={**known.fields, **{field.key: field for field in fields}})


def noun(name: str) -> Noun:
    """LookupError when no noun of this name was declared."""
    return _nouns[name]


def nouns() -> dict[str, Noun]:
    return dict(_nouns)
