"""The door of every page of figures: rooms give their rows and their frame."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from piste.finding import asked
from piste.finding.dimensions import UNITS, dimensions_of, measures_of
from piste.finding.figures import CHARTS, PARAMS, Figures, Layout
from piste.finding.sheets import TYPES, sheet
from piste.kernel.criteria import fields, parsing
from piste.kernel.search import Searchable
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


@dataclass(frozen=True)
class Views:
    """The views of a noun that has no frame of its own around them: routes with their arguments."""

    list: str
    pivot: str
    graph: str
    # Where the rows are shown as cards, too.
    cards: str = ""


def other_views(noun: str, views: Views, params: dict[str, str]) -> dict[str, Any]:
    """For `finding/_other_views.html` on the page of a list, whose address says `params` of its rows."""
    query = f"?{urlencode(params)}" if params else ""
    conditions = builder_address(noun, params.get("f", ""), views.list + query)
    return {"views": views, "views_query": query, "conditions": conditions}


def of_noun(
    request: HttpRequest,
    noun: str,
    rows: QuerySet,
    *,
    graph: bool,
    views: Views,
    usual: dict[str, str],
    params: dict[str, str],
    title: str,
) -> HttpResponse:
    """Figures within the plain frame: a search, the conditions as chips, and the way to the list. `params` are those of
    the address that choose the rows, `q` and `f` among them."""
    here, f = views.graph if graph else views.pivot, params.get("f", "")

    def rows_of(conditions: list[dict[str, Any]]) -> str:
        narrowed = parsing.both(parsing.parse(noun, f), parsing.parse(noun, {"all": conditions}))
        return f"{views.list}?{urlencode(params | {'f': parsing.text(narrowed)})}"

    def address(path: str, **changes: str) -> str:
        said = params | changes | (kept(request) if path == here else {})
        return f"{path}?{urlencode({name: value for name, value in said.items() if value})}"

    frame = {
        "title": title,
        "is_graph": graph,
        "search_part": "finding/_figures_search.html",
        "tabs_part": "finding/_figures_tabs.html",
        "chips_part": "finding/_figures_chips.html",
        "styles": ["pipeline/filter.css"],
        "views": views,
        "view_address": address,
        "noun": noun,
        # None where the noun is not searched by words.
        "words": params.get("q", "") if issubclass(rows.model, Searchable) else None,
        "beside_words": {name: value for name, value in params.items() if name != "q"} | kept(request),
        "condition_chips": asked.chips(noun, f, request.user),
        "conditions": builder_address(noun, f, address(here)),
    }
    return figures(request, noun, rows, here=here, usual=usual, params=params, rows_of=rows_of, frame=frame)


def builder_address(noun: str, f: str, view: str) -> str:
    """Of the dialog that changes the conditions of a view."""
    return f"{reverse('finding:build', args=[noun])}?{urlencode({'f': f, 'then': view})}"
