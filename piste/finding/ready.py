"""Ready filters: conditions with one click, in groups of which one holds at a time (14.6)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from piste.kernel.criteria import parsing

Label = str | Promise

_ready: dict[str, dict[Label, list[tuple[Label, dict[str, Any]]]]] = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to the view with this condition, or without it where it holds already."""

    text: str
    url: str
    current: bool


def declare(noun: str, head: Label, *conditions: tuple[Label, dict[str, Any]]) -> None:
    """Rooms above may add a group to a noun below."""
    _ready.setdefault(noun, {})[head] = list(conditions)


def offered(noun: str, said: str, address: Callable[[str], str]) -> list[tuple[str, list[Choice]]]:
    """The groups with their heads; `said` are the conditions now, `address` gives the view with others."""
    filter = parsing.parse(noun, said)
    whole = filter.kind == "all"
    groups = []
    for head, conditions in _ready.get(noun, {}).items():
        asked = [parsing.parse(noun, one) for _text, one in conditions]
        theirs = [one.parts[0] for one in asked]
        others = parsing.Group("all", tuple(part for part in filter.parts if part not in theirs)) if whole else filter
        choices = []
        for (text, _one), one in zip(conditions, asked, strict=True):
            current = whole and one.parts[0] in filter.parts
            wanted = others if current else parsing.both(others, one)
            choices.append(Choice(str(text), address(parsing.text(wanted)), current))
        groups.append((str(head), choices))
    return groups
