"""The door of every activity matrix: rooms give their rows and their frame (03.19)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from piste.activities import matrix as activities
from piste.ui import answers


@dataclass(frozen=True, slots=True)
class Row:
    """A record as a line of the matrix."""

    key: int
    title: str
    note: str
    url: str


def matrix(
    request: HttpRequest, noun: str, rows: list[Row], *, here: str, following: str, frame: dict[str, Any]
) -> HttpResponse:
    """`here` is the address of the page, `following` the cursor of the rows that come after these.

    `frame` holds `title`, `called`, what a row is, `everything`, the address without conditions, and the templates
    `search_part`, `tabs_part` and `chips_part` with their context.
    """
    cells = activities.cells(request.user, noun, [row.key for row in rows])
    context = frame | {
        "noun": noun,
        "rows": rows,
        "cells": cells,
        "types": activities.columns(request.user, noun, cells),
        "following": f"{here}{'&' if '?' in here else '?'}cursor={quote(following)}" if following else "",
        "url_here": here,
    }
    if request.htmx.target == "matrix":
        response = answers.part(request, "activities/_matrix_found.html", context)
        response["HX-Replace-Url"] = here
        return response
    if request.htmx:
        return answers.part(request, "activities/_matrix_rows.html", context)
    return answers.page(request, "activities/matrix.html", context)
