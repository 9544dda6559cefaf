"""What a request of the API is: numbered, JSON, and text without null characters."""

import re
from contextvars import ContextVar
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

JSON = re.compile(r"application/(?:[\w.-]+\+)?json", re.IGNORECASE)

# Past this a number with a point is not exact.
EXACT = 2.0**53

number: ContextVar[str] = ContextVar("request_id", default="")


class UnsupportedType(Exception):
    """The body is no JSON."""


def current_id() -> str:
    """The number of the request that is being answered: in its headers, in its problem, in the log."""
    return number.get()


class NoObject(Exception):
    """The body is `null`; a body that may be left out is left out."""


class JsonIn(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type and not JSON.fullmatch(request.content_type):
            raise UnsupportedType(_("Send JSON, with Content-Type: application/json."))
        body = orjson.loads(request.body)
        if body is None:
            raise NoObject
        return _plain(body)


def _plain(value: Any) -> Any:
    """PostgreSQL keeps no null characters, and nobody means them; 3.0 is the whole number 3."""
    match value:
        case str():
            return value.replace("\0", "")
        case float() if value.is_integer() and abs(value) < EXACT:
            return int(value)
        case list():
            return [_plain(one) for one in value]
        case dict():
            return {_plain(name): _plain(one) for name, one in value.items()}
    return value
