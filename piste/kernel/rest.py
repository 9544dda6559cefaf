"""What every JSON door shares: one pagination, one shape of lists."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from ninja import Field, Schema

from piste.kernel.paging import sliced


class PageIn(Schema):
    """Where a list begins and how long it is."""

    cursor: str = Field("", description="`next` of the former page", max_length=2000)
    limit: int = Field(50, ge=1, le=500)


def paged(rows: QuerySet, to_dict: Callable[[Any], dict], at: PageIn, *, order: list[str] | None = None) -> dict:
    """`{"items": [...], "next": cursor or null}`."""
    found = sliced(rows, order=order or ["id"], cursor=at.cursor, limit=at.limit)
    return {"items": [to_dict(row) for row in found.rows], "next": found.following or None}
