"""A filter while somebody puts it together: rows of a form, perhaps unfinished, in groups.

Names of fields say where they stand: `where.0.field`, `where.0.op`, `where.0.value`; a group has `where.1.kind`.
"""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, Self

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.kernel.criteria import parsing, periods
from piste.kernel.criteria.fields import Field, Noun
from piste.kernel.criteria.parsing import ALONE, CRITERIA_AT_MOST, DEPTH_AT_MOST, KINDS, SEVERAL, Criterion, Group
from piste.kernel.refusals import Refused

ROOT = "where"
# How the builder asks for `last_30_days`: an operator, a number and a unit.
COUNTING = {"last": gettext_lazy("in the last"), "next": gettext_lazy("in the next")}


def operators_of(field: Field) -> tuple[str, ...]:
    """Those of the field, and behind the periods with a name those that count."""
    at = field.operators.index("rel") + 1 if "rel" in field.operators else 0
    return (*field.operators[:at], *COUNTING, *field.operators[at:]) if at else field.operators


@dataclasses.dataclass
class Condition:
    """One row: what was chosen so far. `parts` are the values of a question that asks for several."""

    path: str
    field: Field | None = None
    op: str = ""
    values: list[str] = dataclasses.field(default_factory=list)
    parts: dict[str, str] = dataclasses.field(default_factory=dict)
    error: str = ""

    @classmethod
    def sent(cls, data: QueryDict, path: str, noun: Noun) -> Self:
        """The row as the form sent it; an operator that the field does not have gives way to its first one."""
        chosen = _field(noun, data.get(f"{path}.field", ""))
        op = data.get(f"{path}.op", "")
        if chosen and op not in operators_of(chosen):
            op = chosen.operators[0]
        values = [value for value in data.getlist(f"{path}.value") if value.strip()]
        question = chosen.questions[op] if chosen and chosen.questions is not None else None
        names = [part.name for part in question.parts if part.name] if question else ()
        return cls(path, chosen, op, values, {name: data.get(f"{path}.{name}", "") for name in names})

    @classmethod
    def of(cls, asked: Criterion, path: str) -> Self:
        value = parsing.dump(Group("all", (asked,)))["all"][0].get("v")
        if isinstance(value, dict):
            return cls(path, asked.field, asked.op, parts={name: str(one) for name, one in value.items()})
        if asked.op == "rel" and (counted := periods.counted(value)):
            which, *how_many = counted
            return cls(path, asked.field, which, how_many)
        values = value if isinstance(value, list) else [] if value is None else [value]
        return cls(path, asked.field, asked.op, [str(one) for one in values])

    def said_of(self, refused: Refused) -> str:
        """Why the row is not finished."""
        if self.op in COUNTING:
            return _("Type a whole number from 1 to 999.")
        return refused.message if self.values else _("Choose or type a value.")

    @property
    def said(self) -> dict[str, Any]:
        """The row as JSON, finished or not."""
        assert self.field
        said = {"f": self.field.key, "op": self.op}
        if self.parts:
            return said | {"v": self.parts}
        if self.op in ALONE and self.field.questions is None:
            return said
        if self.op in COUNTING:
            return said | {"op": "rel", "v": "_".join([self.op, *self.values]) if len(self.values) == 2 else ""}
        whole = self.op in SEVERAL or self.op == "between"
        return said | {"v": self.values if whole else "".join(self.values[:1])}


@dataclasses.dataclass
class Draft:
    """A group of rows and groups."""

    path: str = ROOT
    kind: str = "all"
    items: list["Condition | Draft"] = dataclasses.field(default_factory=list)

    @classmethod
    def sent(cls, data: QueryDict, noun: Noun, path: str = ROOT, depth: int = 1) -> Self:
        kind = data.get(f"{path}.kind", "all")
        draft = cls(path, kind if kind in KINDS else "all")
        for place in _places(data, path):
            inner = f"{path}.{place}"
            if f"{inner}.kind" in data and depth < DEPTH_AT_MOST:
                draft.items.append(cls.sent(data, noun, inner, depth + 1))
            else:
                draft.items.append(Condition.sent(data, inner, noun))
        return draft

    @classmethod
    def of(cls, filter: Group, path: str = ROOT) -> Self:
        items: list[Condition | Draft] = [
            cls.of(part, f"{path}.{place}") if isinstance(part, Group) else Condition.of(part, f"{path}.{place}")
            for place, part in enumerate(filter.parts)
        ]
        return cls(path, filter.kind, items)

    @property
    def depth(self) -> int:
        return self.path.count(".") + 1

    @property
    def nests(self) -> bool:
        """Whether a group may stand in this one."""
        return self.depth < DEPTH_AT_MOST

    @property
    def said(self) -> dict[str, Any]:
        """The draft as JSON; rows without a field say nothing."""
        parts = [item.said for item in self.items if isinstance(item, Draft) or item.field]
        return {self.kind: parts}

    def groups(self) -> Iterator["Draft"]:
        yield self
        for item in self.items:
            if isinstance(item, Draft):
                yield from item.groups()

    def conditions(self) -> Iterator[Condition]:
        for group in self.groups():
            yield from (item for item in group.items if isinstance(item, Condition))

    def do(self, act: str) -> None:
        """`add:PATH`, `group:PATH` or `remove:PATH`, as the buttons say; anything else changes nothing."""
        verb, _colon, path = act.partition(":")
        for group in list(self.groups()):
            if verb == "remove":
                group.items = [item for item in group.items if item.path != path]
            elif group.path == path and verb == "add":
                group.with_blank()
            elif group.path == path and verb == "group" and group.nests:
                group.without_blank()
                inner = group.free
                group.items.append(Draft(inner, "any", [Condition(f"{inner}.0")]))

    @property
    def free(self) -> str:
        taken = [int(item.path.rsplit(".", 1)[1]) for item in self.items]
        return f"{self.path}.{max(taken, default=-1) + 1}"

    def with_blank(self) -> Self:
        """With an unfilled row at the end, so that one can go on even without a script."""
        last = self.items[-1] if self.items else None
        if not (isinstance(last, Condition) and last.field is None):
            self.items.append(Condition(self.free))
        return self

    def without_blank(self) -> None:
        self.items = [item for item in self.items if isinstance(item, Draft) or item.field]

    def finished(self, noun: str) -> Group | None:
        """The filter, if every row can be read; else the rows say what is wrong with them."""
        for condition in self.conditions():
            if condition.field:
                try:
                    parsing.parse(noun, condition.said)
                except Refused as refused:
                    condition.error = condition.said_of(refused)
        if any(condition.error for condition in self.conditions()):
            return None
        return parsing.parse(noun, self.said)


def _field(noun: Noun, key: str) -> Field | None:
    try:
        found = noun.field(key)
    except LookupError:
        return None
    return found if found.filterable and found.operators else None


def _places(data: QueryDict, path: str) -> list[int]:
    pattern = re.compile(re.escape(path) + r"\.(\d{1,3})\.")
    found = {int(match[1]) for name in data if (match := pattern.match(name))}
    # A few more than are allowed, so that the refusal says why.
    return sorted(found)[: CRITERIA_AT_MOST + 1]
