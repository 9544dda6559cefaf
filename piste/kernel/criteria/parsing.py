"""From JSON to a checked filter and back (00.13). What cannot be read is refused, never taken for "everything"."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, cast

import orjson
from django.utils.translation import gettext as _

from piste.kernel.criteria import fields, periods
from piste.kernel.criteria.fields import Field, Noun, Type
from piste.kernel.keys import is_key
from piste.kernel.refusals import Refused

DEPTH_AT_MOST = 5
CRITERIA_AT_MOST = 50
SIGNS_AT_MOST = 20_000
VALUES_AT_MOST = 200
TEXT_AT_MOST = 500
YEARS = (1900, 2200)
AMOUNT_AT_MOST = Decimal(10) ** 15
KEY_AT_MOST = 2**63 - 1

Kind = Literal["all", "any", "none"]
KINDS = ("all", "any", "none")
# Operators that need no value.
ALONE = frozenset(("empty", "filled", "true", "false", "me", "my_team"))
# Operators whose value is a list.
SEVERAL = frozenset(("in", "not_in", "has_any", "has_all", "has_none"))


@dataclass(frozen=True, slots=True)
class Criterion:
    """Field, operator, and the value as the operator needs it."""

    field: Field
    op: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Group:
    """All, any or none of its parts; without parts it fits every row."""

    kind: Kind = "all"
    parts: tuple["Criterion | Group", ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)


EVERYTHING = Group()


def parse(noun: str, said: Any) -> Group:
    """The filter that a JSON text, or what was read from one, says of this noun. Raises Refused."""
    if said is None or said in ("", b"", {}):
        return EVERYTHING
    said = _loaded(said) if isinstance(said, (str, bytes)) else said
    if said == {}:
        return EVERYTHING
    reader = _Reader(fields.noun(noun))
    if isinstance(said, dict) and "f" in said:
        return Group("all", (reader.criterion(said),))
    return reader.group(said, 1)


def dump(filter: Group) -> dict[str, Any]:
    """The filter as it is stored and sent; `parse` reads it back."""
    return {filter.kind: [_dumped(part) for part in filter.parts]} if filter else {}


def text(filter: Group) -> str:
    """The same as a short text for addresses; empty for everything."""
    return orjson.dumps(dump(filter), default=str).decode() if filter else ""


def both(first: Group, second: Group) -> Group:
    """What fits both filters."""
    parts = [part for filter in (first, second) for part in (filter.parts if filter.kind == "all" else (filter,))]
    return Group("all", tuple(parts))


def unknown(name: object) -> Refused:
    """The answer to a field, operator or value that does not exist (00.B1)."""
    return Refused(
        _("The filter uses “%(value)s”, which does not exist. Nothing was searched.") % {"value": _shown(name)}
    )


def _loaded(said: str | bytes) -> Any:
    if len(said) > SIGNS_AT_MOST:
        raise Refused(_("This filter is too long. Nothing was searched."))
    try:
        return orjson.loads(said)
    except orjson.JSONDecodeError:
        raise Refused(_("This is not a filter. Nothing was searched.")) from None


def _dumped(part: Criterion | Group) -> dict[str, Any]:
    if isinstance(part, Group):
        return {part.kind: [_dumped(inner) for inner in part.parts]}
    said = {"f": part.field.key, "op": part.op}
    return said if part.value is None else said | {"v": _sent(part.value)}


def _sent(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_sent(one) for one in value]
    if isinstance(value, dict):
        return {name: _sent(one) for name, one in value.items()}
    return str(value) if isinstance(value, (Decimal, date)) else value


class _Reader:
    """Reads one filter and counts what it holds."""

    def __init__(self, noun: Noun) -> None:
        self.noun, self.count = noun, 0

    def group(self, said: Any, depth: int) -> Group:
        if not isinstance(said, dict) or len(said) != 1:
            raise Refused(_("This is not a filter. Nothing was searched."))
        ((kind, parts),) = said.items()
        if kind not in KINDS:
            raise unknown(kind)
        if not isinstance(parts, list):
            raise Refused(_("This is not a filter. Nothing was searched."))
        if depth > DEPTH_AT_MOST:
            raise Refused(_("A filter has at most %(n)s levels. Nothing was searched.") % {"n": DEPTH_AT_MOST})
        # What says nothing fits every row; inside of another group it would decide alone.
        return Group(cast("Kind", kind), tuple(read for part in parts if (read := self.part(part, depth))))

    def part(self, said: Any, depth: int) -> Criterion | Group:
        return self.criterion(said) if isinstance(said, dict) and "f" in said else self.group(said, depth + 1)

    def criterion(self, said: dict[str, Any]) -> Criterion:
        self.count += 1
        if self.count > CRITERIA_AT_MOST:
            most = {"n": CRITERIA_AT_MOST}
            raise Refused(_("A filter has at most %(n)s conditions. Nothing was searched.") % most)
        field, op = self.field(said["f"]), said.get("op")
        if not isinstance(op, str) or op not in field.operators:
            raise unknown(op)
        if extra := said.keys() - {"f", "op", "v"}:
            raise unknown(sorted(map(str, extra))[0])
        return Criterion(field, op, value_of(field, op, said.get("v")))

    def field(self, key: Any) -> Field:
        try:
            field = self.noun.field(key) if isinstance(key, str) else None
        except LookupError:
            field = None
        if field is None or not field.filterable:
            raise unknown(key)
        return field


def value_of(field: Field, op: str, said: Any) -> Any:
    """The value as the operator compares it. Raises Refused with what is wrong."""
    if field.questions is not None:
        return field.questions[op].read(said)
    if op in ALONE:
        return None
    if op in SEVERAL:
        if not isinstance(said, list) or not said:
            raise _wrong(field, said)
        if len(said) > VALUES_AT_MOST:
            raise _too_much(_("A condition names at most %(n)s values. Nothing was searched."), VALUES_AT_MOST)
        return [_read(field, one) for one in said]
    if op == "between":
        if not isinstance(said, list) or len(said) != 2:
            raise _wrong(field, said)
        return [_read(field, one) for one in said]
    if op == "rel":
        if not isinstance(said, str) or not periods.exists(said):
            raise unknown(said)
        return said
    return _read(field, said)


def _read(field: Field, said: Any) -> Any:
    if isinstance(said, str) and len(said) > TEXT_AT_MOST:
        raise _too_much(_("A text in a filter has at most %(n)s characters. Nothing was searched."), TEXT_AT_MOST)
    try:
        value = READ[field.type](field, said)
    except (ValueError, TypeError, InvalidOperation):
        raise _wrong(field, said) from None
    return value


def _wrong(field: Field, said: Any) -> Refused:
    if said in (None, "", []):
        return Refused(_("“%(field)s” needs a value here. Nothing was searched.") % {"field": field.label})
    shown = {"field": field.label, "value": _shown(said)}
    return Refused(_("“%(value)s” cannot be compared with “%(field)s”. Nothing was searched.") % shown)


def _too_much(sentence: str, most: int) -> Refused:
    return Refused(sentence % {"n": most})


def _shown(said: Any) -> str:
    """As it was sent."""
    return (said if isinstance(said, str) else json.dumps(said, default=str, ensure_ascii=False))[:80]


def read_text(_field: Field | None, said: Any) -> str:
    if not isinstance(said, str) or not said.strip() or len(said) > TEXT_AT_MOST:
        raise ValueError
    return said.replace("\0", " ").strip()


def read_amount(_field: Field | None, said: Any) -> Decimal:
    if isinstance(said, bool) or not isinstance(said, (int, float, str)) or len(str(said)) > 40:
        raise ValueError
    amount = Decimal(str(said))
    if not amount.is_finite() or abs(amount) > AMOUNT_AT_MOST or amount != round(amount, 6):
        raise ValueError
    return amount


def read_day(_field: Field | None, said: Any) -> date:
    if not isinstance(said, str) or len(said) != 10:
        raise ValueError
    day = date.fromisoformat(said)
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise ValueError
    return day


def read_key(_field: Field | None, said: Any) -> int:
    if isinstance(said, str) and is_key(said):
        said = int(said)
    if isinstance(said, bool) or not isinstance(said, int) or not 0 < said <= KEY_AT_MOST:
        raise ValueError
    return said


def _read_choice(field: Field, said: Any) -> Any:
    known = {str(value): value for value in field.choices()} if field.choices else {}
    if isinstance(said, bool) or not isinstance(said, (str, int)) or str(said) not in known:
        raise unknown(said)
    return known[str(said)]


READ: dict[Type, Callable[[Field, Any], Any]] = {
    Type.TEXT: read_text,
    Type.NUMBER: read_amount,
    Type.MONEY: read_amount,
    Type.PERCENT: read_amount,
    Type.DATE: read_day,
    Type.MOMENT: read_day,
    Type.CHOICE: _read_choice,
    Type.LINK: read_key,
    Type.MANY: read_key,
}
