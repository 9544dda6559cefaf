"""The conditions in the address of a filtered view, the same for every noun: `f`, beside its ready filters."""

from typing import Any, TypeVar

from django.db.models import QuerySet

from piste.kernel.criteria import compiling, parsing, wording
from piste.kernel.criteria.asker import Asker

Rows = TypeVar("Rows", bound=QuerySet)


def conditions(noun: str, said: str) -> str:
    """What the address says, in its one form; "" for everything. Refused when it is no filter, never "everything"."""
    return parsing.text(parsing.parse(noun, said))


def fitting(rows: Rows, noun: str, asked: str, user: Any) -> Rows:
    """The rows that fit the conditions; visible ones go in, so that no condition reveals another."""
    return compiling.fitting(rows, parsing.parse(noun, asked), Asker.of(user)) if asked else rows


def chips(noun: str, asked: str, user: Any) -> list[tuple[str, str]]:
    """Each part that must hold in words, with the conditions that are left without it."""
    filter = parsing.parse(noun, asked)
    return [(text, _without(filter, at)) for at, text in enumerate(wording.parts(filter, user))] if filter else []


def _without(filter: parsing.Group, at: int) -> str:
    if filter.kind != "all":
        return ""
    return parsing.text(parsing.Group("all", filter.parts[:at] + filter.parts[at + 1 :]))
