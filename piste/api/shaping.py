"""`fields` and `expand` of what is read (13.23): once for every object."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import ValidationError

from piste.api import scopes
from piste.api.auth import LacksScope
from piste.kernel.rest import shapes

FIELDS, EXPAND = "fields", "expand"
ALWAYS = {"id", "version"}


def row_schema(operation) -> type[Schema] | None:
    """What one row of this operation's answer is, when it reads rows."""
    models = getattr(operation, "described", operation.response_models)
    if operation.methods != ["GET"] or not (answer := getattr(models.get(200), "model_fields", None)):
        return None
    schema = answer["response"].annotation
    if items := schema.model_fields.get("items"):
        schema = items.annotation.__args__[0]
    return schema if "id" in schema.model_fields else None


def links(schema: type[Schema]) -> dict[str, str]:
    """The fields that can be expanded, and the nouns that they lead to."""
    extras: dict[str, Any] = {name: field.json_schema_extra or {} for name, field in schema.model_fields.items()}
    return {name: extra["x-links"] for name, extra in extras.items() if extra.get("x-links") in shapes}


def shaped(view: Callable[..., Any]) -> Callable[..., Any]:
    """Around the function of every operation."""
    schema = row_schema(view._ninja_operation)
    if schema is None:
        return view

    @wraps(view)
    def answer(request: HttpRequest, **values: Any) -> Any:
        result = view(request, **values)
        if not (FIELDS in request.GET or EXPAND in request.GET):
            return result
        kept = _asked(request, FIELDS, set(schema.model_fields))
        expanded = _asked(request, EXPAND, links(schema).keys())
        rows = result.get("items", [result])
        for name in expanded:
            _expand(request, rows, name, links(schema)[name])
        if kept:
            rows = [{name: value for name, value in row.items() if name in kept | ALWAYS} for row in rows]
        return result | {"items": rows} if "items" in result else rows[0]

    return answer


def _asked(request: HttpRequest, name: str, known) -> set[str]:
    asked = {word.strip() for sent in request.GET.getlist(name) for word in sent.split(",")}
    if unknown := sorted(asked - set(known)):
        message = _("There is no “%(name)s” here. There is: %(known)s.") % {
            "name": unknown[0],
            "known": ", ".join(sorted(known)) or "–",
        }
        raise ValidationError([{"type": "value_error", "loc": ("query", name), "msg": message}])
    return asked


def _expand(request: HttpRequest, rows: list[dict[str, Any]], name: str, noun: str) -> None:
    need = f"{scopes.OBJECT_OF[noun]}:{scopes.READ}"
    if not scopes.allows(request.api_key.scopes, need):
        raise LacksScope(need)
    keys = [key for row in rows for key in _keys(row[name])]
    found = shapes[noun].of(keys, request.user)
    for row in rows:
        value = row[name]
        row[name] = [found.get(key, key) for key in value] if isinstance(value, list) else found.get(value, value)


def _keys(value: Any) -> list[int]:
    return value if isinstance(value, list) else [] if value is None else [value]
