"""The door of every page of figures: rooms give their rows and their frame."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from piste.finding.charts import Chart
from piste.finding.dimensions import UNITS, dimensions_of, measures_of
from piste.finding.earlier import AGAINST, period_of
from piste.finding.figures import CHARTS, Figures, Layout, Line, Source
from piste.finding.shapes import handed_on
from piste.finding.sheets import SHEETS, sheet
from piste.finding.verbs.exporting import exported
from piste.finding.views.frames import Frame
from piste.kernel.criteria import fields
from piste.kernel.criteria.parsing import parse, text
from piste.ui import answers

# What the form over the figures asks itself.
CHOSEN = ("rows", "cols", "measures", "against")


def figures(
    request: HttpRequest,
    source: Source,
    *,
    here: str,
    usual: dict[str, str],
    params: dict[str, str],
    frame: dict[str, Any],
) -> HttpResponse:
    """`here` is the path of the page, `params` what its address says of the filter. `frame` holds `title`, and the
    templates `search_part` and `tabs_part` with their context.
    """
    declared = fields.noun(source.noun)
    layout, kept = Layout.of(declared, request.GET, usual), handed_on(request.GET)
    shown = Figures(source, request.user, layout, request.GET.get("against", ""))
    if (kind := request.GET.get("download", "")) in SHEETS and request.user.may_export:
        lines, title = _as_rows(shown), str(frame["title"])
        exported(request.user, what=title, count=len(lines), kind=kind, filter=urlencode(params))
        return sheet(kind, title, lines)

    def address(**changes: str) -> str:
        return f"{here}?{urlencode(params | kept | changes)}"

    context = frame | {
        "figures": shown,
        "chart": lambda: Chart(shown).told(),
        "chosen": layout.params(),
        "figures_here": here,
        "figures_address": address,
        "swapped": address(**layout.swapped()) if layout.down or layout.across else "",
        "figures_params": params | {name: value for name, value in kept.items() if name not in CHOSEN},
        "dimensions": [(one, layout.down, layout.across) for one in dimensions_of(declared)],
        "measures": measures_of(declared),
        "units": UNITS,
        "charts": CHARTS,
        "against": AGAINST,
        "figures_against": request.GET.get("against", ""),
        "compares": period_of(source.conditions) is not None,
    }
    if request.htmx.target == "figures":
        response = answers.part(request, "finding/_figures_found.html", context)
        response["HX-Replace-Url"] = address()
        return response
    return answers.page(request, "finding/figures.html", context)


def _as_rows(shown: Figures) -> list[list[Any]]:
    layout, total = shown.layout, _("Total")
    columns = [*shown.heads, total] if layout.across else [""]
    times = ["", shown.against] if shown.against else [""]
    named = [(column, one.label, time) for column in columns for one in layout.measures for time in times]
    heads = [" · ".join(filter(None, parts)) for parts in named]
    lines = [[*line.names, *_figures_of(line)] for line in shown.lines]
    lines.append([total, *[""] * (max(len(layout.down), 1) - 1), *_figures_of(shown.totals)])
    return [[*([one.label for one in layout.down] or [""]), *heads], *lines]


def _figures_of(line: Line) -> list[Any]:
    """Each with that of the earlier time behind it."""
    pairs = [(cell, cell.before) for cell in (*line.cells, *line.totals)]
    return [one.figure for pair in pairs for one in pair if one]


def of_noun(
    request: HttpRequest,
    noun: str,
    rows: Callable[[str], QuerySet],
    *,
    layout: str,
    usual: dict[str, str],
    params: dict[str, str],
) -> HttpResponse:
    """Figures within the plain frame; `rows` are those that fit conditions, `params` what the address says of them."""
    around = Frame(request, noun, params, layout)
    asked = parse(noun, params.get("f", ""))
    source = Source(noun, asked, lambda some: rows(text(some)), around.list_with)
    frame = around.context() | {"is_graph": layout == "graph"}
    return figures(request, source, here=around.path, usual=usual, params=params, frame=frame)
