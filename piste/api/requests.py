"""What a request of the API is: numbered, JSON, and text without null characters."""

import re
from contextvars import ContextVar
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

JSON = re.compile(r"application/(?:[\w.-]+\+)?json", re.IGNORECASE)

number: ContextVar[str] = ContextVar("request_id", default="")


class UnsupportedType(Exception):
    """The body is no JSON."""


def current_id() -> str:
    """The number of the request that is being answered: in its headers, in its problem, in the log."""
    return number.get()


class JsonIn(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type and not JSON.fullmatch(request.content_type):
            raise UnsupportedType(_("Send JSON, with Content-Type: application/json."))
        body = orjson.loads(request.body)
        return _without_nulls(body) if b"\\u0000" in request.body else body


def _without_nulls(value: Any) -> Any:
    """PostgreSQL keeps no null characters, and nobody means them."""
    match value:
        case str():
            return value.replace("\0", "")
        case list():
            return [_without_nulls(one) for one in value]
        case dict():
            return {_without_nulls(name): _without_nulls(one) for name, one in value.items()}
    return value
