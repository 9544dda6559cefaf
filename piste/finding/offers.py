"""What the condition builder offers: fields, operators, and controls for values."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from piste.finding.drafts import COUNTING, Condition, operators_of
from piste.kernel.criteria import periods, wording
from piste.kernel.criteria.fields import Field, Noun, Part, Type
from piste.kernel.criteria.parsing import ALONE, SEVERAL
from piste.kernel.naming import Named
from piste.kernel.normal import plain
from piste.kernel.search import SearchQuerySet

# As many choices stand in a plain list; more are asked for while one types.
LISTED_AT_MOST = 12
FOUND_AT_MOST = 20

Option = tuple[str, str]


@dataclass(frozen=True)
class Control:
    """One field of the form: `kind` is text, number, whole, date, select or searched."""

    name: str
    label: str
    kind: str
    values: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    source: str = ""
    multiple: bool = False


def field_groups(noun: Noun) -> list[tuple[str, list[Option]]]:
    """Every field that can be asked for: the row's own first, then those of each link."""
    groups: dict[str, list[Option]] = {}
    for one in noun.reachable():
        if one.operators:
            link = one.key.rpartition(".")[0]
            title = str(noun.field(link).label) if link else capfirst(str(noun.model._meta.verbose_name))
            groups.setdefault(title, []).append((one.key, str(one.label)))
    return [(title, sorted(options, key=lambda option: plain(option[1]))) for title, options in groups.items()]


def operators(asked: Field) -> list[Option]:
    return [(op, str(COUNTING.get(op) or wording.operator(asked, op))) for op in operators_of(asked)]


def controls(condition: Condition, noun: Noun, user: Any) -> list[Control]:
    """What the row asks for behind its operator."""
    asked, op, name = condition.field, condition.op, f"{condition.path}.value"
    if asked is None:
        return []
    if asked.questions is not None:
        return [_part(condition, part, user) for part in asked.questions[op].parts]
    if op in ALONE:
        return []
    if op == "rel":
        return [Control(name, _("Period"), "select", condition.values, _periods())]
    if op in COUNTING:
        return _counting(name, condition.values)
    if op == "between":
        both = [*condition.values, "", ""][:2]
        labels = (_("From"), _("To"))
        return [_plain(asked, name, label, [value]) for label, value in zip(labels, both, strict=True)]
    return [_value(condition, asked, name, noun, user)]


def _counting(name: str, said: list[str]) -> list[Control]:
    """A number and a unit; 30 days where another operator was chosen before."""
    unit = next((value for value in said if value in periods.UNITS), "")
    number = said[0] if unit and said[0] != unit else "" if unit else "30"
    units = [(key, str(text)) for key, text in periods.UNITS.items()]
    return [
        Control(name, _("How many"), "whole", [number]),
        Control(name, _("Unit"), "select", [unit or "days"], units),
    ]


def _value(condition: Condition, asked: Field, name: str, noun: Noun, user: Any) -> Control:
    several, values = condition.op in SEVERAL, condition.values
    if asked.type == Type.CHOICE and asked.choices:
        options = [(str(value), str(text)) for value, text in asked.choices().items()]
        if len(options) <= LISTED_AT_MOST and not several:
            return Control(name, _("Value"), "select", values, options)
    elif asked.type not in (Type.LINK, Type.MANY):
        return _plain(asked, name, _("Value"), values)
    source = f"{reverse('finding:choices', args=[noun.name])}?field={asked.key}"
    chosen = [(str(key), text) for key, text in named(asked, values, user).items()]
    return Control(name, _("Value"), "searched", [key for key, _text in chosen], chosen, source, multiple=several)


def named(asked: Field, values: list[str], user: Any) -> dict[Any, str]:
    """Those of the values that there are, with their names."""
    if asked.type == Type.CHOICE and asked.choices:
        known = {str(value): str(text) for value, text in asked.choices().items()}
        return {value: known[value] for value in values if value in known}
    keys = [int(value) for value in values if value.isdecimal() and len(value) < 19]
    return wording.names(asked, keys, user) if keys else {}


def _plain(asked: Field, name: str, label: str, values: list[str]) -> Control:
    kind = {Type.DATE: "date", Type.MOMENT: "date", Type.TEXT: "text"}.get(asked.type, "number")
    return Control(name, label, kind, values)


def _part(condition: Condition, part: Part, user: Any) -> Control:
    name = f"{condition.path}.{part.name or 'value'}"
    values = [condition.parts.get(part.name, "")] if part.name else condition.values
    if part.choices:
        options = [(str(value), str(text)) for value, text in part.choices(user).items()]
        return Control(name, str(part.label), "select", values, options)
    return Control(name, str(part.label), "date" if part.type == Type.DATE else "number", values)


def _periods() -> list[Option]:
    return [(period, str(text)) for period, text in periods.NAMED.items()]


def values_like(asked: Field, typed: str, user: Any) -> list[Option]:
    """At most twenty values that fit what is typed, of those that the user may name."""
    if asked.type == Type.CHOICE and asked.choices:
        options = [(str(value), str(text)) for value, text in asked.choices().items()]
        return [option for option in options if plain(typed) in plain(option[1])][:FOUND_AT_MOST]
    if asked.rows is None:
        return []
    rows = asked.rows(user)
    if issubclass(rows.model, Named):
        # Configuration: few enough to be compared one by one, in the reader's language.
        found = [row for row in rows if plain(typed) in plain(str(row))]
        return [(str(row.pk), str(row)) for row in found[:FOUND_AT_MOST]]
    if isinstance(rows, SearchQuerySet):
        rows = rows.matching(typed)
    return [(str(row.pk), str(row)) for row in rows.order_by("-pk")[:FOUND_AT_MOST]]
