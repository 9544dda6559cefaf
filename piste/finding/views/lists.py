"""What the door of every list answers: its page, the list anew, the lines that follow, or a group that is opened."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from piste.finding.tables import Table
from piste.kernel.paging import Slice
from piste.ui import answers


def listed(request: HttpRequest, table: Table, context: dict[str, Any], *, page: str, part: str) -> HttpResponse:
    """`part` is what htmx gets instead of the whole `page`."""
    cursor = request.GET.get("cursor", "")
    context |= {"table": table, "found": _found(table, cursor)}
    if cursor and request.htmx:
        return answers.part(request, "finding/_rows.html", context)
    if table.at and request.htmx and request.htmx.target != table.look.element:
        return answers.part(request, "finding/_opened.html", context | {"head": table.head(table.at)})
    if request.htmx:
        response = answers.part(request, part, context)
        response["HX-Replace-Url"] = table.url(at=table.at)
        return response
    return answers.page(request, page, context)


def _found(table: Table, cursor: str) -> Slice:
    """Lines stand outside of groups, or in one that is opened to its end."""
    return Slice([], "") if len(table.at) < len(table.levels) else table.page(cursor)


def opened(request: HttpRequest, levels: int) -> tuple[str, ...]:
    """The group that the address opens, from the outer one to the inner."""
    return tuple(request.GET.getlist("at"))[:levels]
