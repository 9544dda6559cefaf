"""The door of every page of figures: rooms give their rows and their frame."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from piste.finding.dimensions import UNITS, dimensions_of, measures_of
from piste.finding.figures import CHARTS, Figures, Layout
from piste.finding.shapes import handed_on
from piste.finding.sheets import SHEETS, sheet
from piste.finding.verbs.exporting import exported
from piste.finding.views.frames import Frame
from piste.kernel.criteria import fields
from piste.ui import answers

# What the form over the figures asks itself.
CHOSEN = ("rows", "cols", "measures")


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
    layout, kept = Layout.of(declared, request.GET, usual), handed_on(request.GET)
    shown = Figures(rows, request.user, layout, rows_of)
    if (kind := request.GET.get("download", "")) in SHEETS and request.user.may_export:
        lines, title = _as_rows(shown), str(frame["title"])
        exported(request.user, what=title, count=len(lines), kind=kind, filter=urlencode(params))
        return sheet(kind, title, lines)

    def address(**changes: str) -> str:
        return f"{here}?{urlencode(params | kept | changes)}"

    context = frame | {
        "figures": shown,
        "chosen": layout.params(),
        "figures_here": here,
        "figures_address": address,
        "swapped": address(**layout.swapped()) if layout.down or layout.across else "",
        "figures_params": params | {name: value for name, value in kept.items() if name not in CHOSEN},
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


def of_noun(
    request: HttpRequest, noun: str, rows: QuerySet, *, layout: str, usual: dict[str, str], params: dict[str, str]
) -> HttpResponse:
    """Figures within the plain frame; `params` are those of the address that choose the rows."""
    around = Frame(request, noun, params, layout)

    def rows_of(conditions: list[dict[str, Any]]) -> str:
        return around.list_of({"all": conditions})

    frame = around.context() | {"is_graph": layout == "graph"}
    return figures(request, noun, rows, here=around.path, usual=usual, params=params, rows_of=rows_of, frame=frame)
