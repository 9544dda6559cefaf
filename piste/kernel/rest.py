"""What every JSON door shares: one pagination, one shape of lists."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema
from ninja.errors import ValidationError

from piste.kernel.paging import sliced


class PageIn(Schema):
    """Where a list begins and how long it is."""

    cursor: str = Field("", description="`next` of the former page", max_length=2000)
    limit: int = Field(50, ge=1, le=500)


def paged(rows: QuerySet, to_dict: Callable[[Any], dict], at: PageIn, *, order: list[str] | None = None) -> dict:
    """`{"items": [...], "next": cursor or null}`."""
    found = sliced(rows, order=order or ["id"], cursor=at.cursor, limit=at.limit)
    return {"items": [to_dict(row) for row in found.rows], "next": found.following or None}


def version_seen(request: HttpRequest, in_body: int | None = None) -> int | None:
    """The version that the caller looked at: of the header `If-Match: "7"`, else of the body."""
    header = request.headers.get("If-Match", "*")
    if header == "*":
        return in_body
    version = header.removeprefix("W/").strip('"')
    if not version.isdecimal():
        raise _wrong("header", "If-Match", _('Send the version that you read, such as "7".'))
    return int(version)


def chosen(rows: QuerySet, key: int | None, *, field: str) -> Any:
    """The row that the body names, among those that the caller may name; None for none."""
    if key is None:
        return None
    row = rows.filter(pk=key).first()
    if row is None:
        raise _wrong("body", field, _("There is no %(key)s here.") % {"key": key})
    return row


def chosen_many(rows: QuerySet, keys: list[int], *, field: str) -> list[Any]:
    found = rows.in_bulk(keys)
    if missing := [key for key in keys if key not in found]:
        raise _wrong("body", field, _("There is no %(key)s here.") % {"key": missing[0]})
    return list(found.values())


def _wrong(place: str, field: str, message: str) -> ValidationError:
    return ValidationError([{"type": "value_error", "loc": (place, field), "msg": message}])
