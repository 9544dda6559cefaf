"""Saved views as addresses: what of one is not there any more, and whether it was changed since."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson
from django.urls import Resolver404, resolve, reverse

from piste.finding.models import SavedView
from piste.finding.shapes import Shape
from piste.kernel.criteria import fields, parsing
from piste.kernel.criteria.fields import Noun
from piste.kernel.refusals import Refused

# What an address says beside filter and layout.
PASSING = ("view", "cursor", "at")


def query_of(address: str) -> str:
    """Filter and layout that an address says, always in the same order."""
    said = [pair for pair in parse_qsl(urlsplit(address).query) if pair[0] not in PASSING]
    return urlencode(sorted(said))


def route_of(address: str) -> str:
    """The route of the view; Refused for what is no page of ours without a record of its own."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        raise parsing.unknown(address) from None
    if found.kwargs.keys() - {"noun"} or found.args:
        raise parsing.unknown(address)
    return found.view_name


def opened(view: SavedView) -> tuple[str, list[str]]:
    """Where the view is, and what it names that is not there any more and is left out (14.B5)."""
    noun, said = fields.noun(view.of), dict(parse_qsl(view.query))
    shape = Shape.of(noun, said)
    conditions, gone = living(noun, said.get("f", ""))
    kept = {name: value for name, value in said.items() if name not in ("f", "columns", "sort", "group")}
    query = kept | shape.params() | ({"f": conditions} if conditions else {}) | {"view": str(view.pk)}
    return f"{reverse(view.route)}?{urlencode(sorted(query.items()))}", [*shape.gone, *gone]


def living(noun: Noun, said: str) -> tuple[str, list[str]]:
    """The conditions that can still be asked, and the fields of the others."""
    gone: list[str] = []
    try:
        tree = orjson.loads(said) if said else None
    except orjson.JSONDecodeError:
        return "", [said[:40]]
    left = _living(noun, tree, gone) if tree else None
    return (parsing.text(parsing.parse(noun.name, left)) if left else ""), gone


def _living(noun: Noun, said: Any, gone: list[str]) -> Any:
    if isinstance(said, Mapping) and "f" not in said:
        parts = {
            kind: [left for part in some if (left := _living(noun, part, gone)) is not None]
            for kind, some in said.items()
        }
        return parts if any(parts.values()) else None
    try:
        parsing.parse(noun.name, said)
    except Refused:
        gone.append(str(said.get("f", said))[:40] if isinstance(said, Mapping) else str(said)[:40])
        return None
    return said
