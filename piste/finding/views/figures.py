"""The door of every page of figures: rooms give their rows and their frame."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from piste.finding.dimensions import UNITS, dimensions_of, measures_of
from piste.finding.figures import CHARTS, PARAMS, Figures, Layout
from piste.finding.sheets import TYPES, sheet
from piste.kernel.criteria import fields
from piste.ui import answers


def kept(request: HttpRequest) -> dict[str, str]:
    """What the address says of the layout: every link around the figures keeps it."""
    return {name: ",".join(filter(None, request.GET.getlist(name))) for name in PARAMS if name in request.GET}


def figures(
    request: HttpRequest,
    noun: str,
    rows: QuerySet,
    *,
    here: str,
    usual: dict[str, str],
    params: dict[str, str],
    rows_of: Callable[[list[dict[str, Any]]], str],
    frame: dict[str, Any],
) -> HttpResponse:
    """`here` is the path of the page, `params` what its address says of the filter, `rows_of` the address of the list
    with further conditions. `frame` holds `title`, and the templates `search_part` and `tabs_part` with their context.
    """
    declared = fields.noun(noun)
    layout = Layout.of(declared, request.GET, usual)
    shown = Figures(rows, request.user, layout, rows_of)
    if (kind := request.GET.get("download", "")) in TYPES:
        return sheet(kind, str(frame["title"]), _as_rows(shown))

    def address(**changes: str) -> str:
        return f"{here}?{urlencode(params | kept(request) | changes)}"

    context = frame | {
        "figures": shown,
        "chosen": layout.params(),
        "figures_here": here,
        "figures_address": address,
        "figures_params": params,
        "dimensions": [(one, layout.down, layout.across) for one in dimensions_of(declared)],
        "measures": measures_of(declared),
        "units": UNITS,
        "charts": CHARTS,
    }
    if request.htmx.target == "figures":
        response = answers.part(request, "finding/_figures_found.html", context)
        response["HX-Replace-Url"] = address()
        return response
    return answers.page(request, "finding/figures.html", context)


def _as_rows(shown: Figures) -> list[list[Any]]:
    layout, total = shown.layout, _("Total")
    columns = [*shown.heads, total] if layout.across else [""]
    heads = [" · ".join(filter(None, (column, one.label))) for column in columns for one in layout.measures]
    lines = [[*line.names, *(cell.figure for cell in (*line.cells, *line.totals))] for line in shown.lines]
    last, depth = shown.totals, max(len(layout.down), 1)
    lines.append([total, *[""] * (depth - 1), *(cell.figure for cell in (*last.cells, *last.totals))])
    return [[*([one.label for one in layout.down] or [""]), *heads], *lines]
