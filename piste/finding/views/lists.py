"""What the door of every list answers: its page, the list anew, the lines that follow, a group that is opened, or one
line as it is now."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from piste.finding.saved import Tabs
from piste.finding.tables import Table
from piste.kernel.keys import is_key
from piste.kernel.paging import Slice
from piste.ui import answers


def listed(request: HttpRequest, table: Table, context: dict[str, Any], *, page: str, part: str) -> HttpResponse:
    """`part` is what htmx gets instead of the whole `page`."""
    cursor, line = request.GET.get("cursor", ""), request.GET.get("line", "")
    if is_key(line):
        return _line(request, table, int(line), context | {"table": table})
    tabs = Tabs(table.user, table.look.noun, table.url(), to_save=table.saved_url)
    context |= {"table": table, "found": _found(table, cursor), "saved": tabs}
    if cursor and request.htmx:
        return answers.part(request, "finding/_rows.html", context)
    if table.at and request.htmx and request.htmx.target != table.look.element:
        return answers.part(request, "finding/_opened.html", context | {"head": table.head(table.at)})
    if request.htmx:
        response = answers.part(request, part, context)
        response["HX-Replace-Url"] = table.url(at=table.at)
        return response
    return answers.page(request, page, context)


def _line(request: HttpRequest, table: Table, key: int, context: dict[str, Any]) -> HttpResponse:
    """The line anew after one of its cells was edited; with `sheet` all of its cells that can be, for small screens."""
    rows = table.lines([key])
    if "sheet" not in request.GET:
        return answers.part(request, "finding/_rows.html", context | {"found": Slice(rows, "")})
    if not rows:
        raise Http404
    return answers.part(request, "finding/_sheet.html", context | {"row": rows[0]})


def _found(table: Table, cursor: str) -> Slice:
    """Lines stand outside of groups, or in one that is opened to its end."""
    return Slice([], "") if len(table.at) < len(table.levels) else table.page(cursor)


def opened(request: HttpRequest, levels: int) -> tuple[str, ...]:
    """The group that the address opens, from the outer one to the inner."""
    return tuple(request.GET.getlist("at"))[:levels]
