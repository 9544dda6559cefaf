"""Pivot and graph of the filtered records (11.9, 11.10)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from piste.accounts.doors import sales_only
from piste.finding.views import figures as finding
from piste.kernel.criteria.parsing import both, parse, text
from piste.pipeline.filters import Filter
from piste.pipeline.models import Lead
from piste.pipeline.views.frame import whole_frame

PIVOT = {"rows": "stage", "cols": "created:month", "measures": "count,expected_revenue"}
GRAPH = {"rows": "expected_closing:month", "cols": "stage", "measures": "weighted_revenue", "chart": "stacked"}
# Leads stand in no stage that one sees, and have no closing.
LEADS_PIVOT = {"rows": "created:month", "cols": "team", "measures": "count"}
LEADS_GRAPH = LEADS_PIVOT | {"chart": "stacked"}


@sales_only
def pivot(request: HttpRequest) -> HttpResponse:
    filter = Filter.of(request)
    return _figures(request, filter, "pipeline:pivot", LEADS_PIVOT if filter.of_leads else PIVOT)


@sales_only
def graph(request: HttpRequest) -> HttpResponse:
    filter = Filter.of(request)
    return _figures(request, filter, "pipeline:graph", LEADS_GRAPH if filter.of_leads else GRAPH)


def _figures(request: HttpRequest, filter: Filter, here: str, usual: dict[str, str]) -> HttpResponse:
    def rows_of(conditions: list[dict[str, Any]]) -> str:
        narrowed = both(filter.conditions, parse(Lead.noun, {"all": conditions}))
        return reverse("pipeline:leads") + filter.query(f=text(narrowed))

    around = whole_frame(request, filter, here=here) | {"is_graph": here == "pipeline:graph"}
    return finding.figures(
        request,
        Lead.noun,
        filter.leads(request.user, whole=True),
        here=reverse(here),
        usual=usual,
        params=filter.params(),
        rows_of=rows_of,
        frame=around,
    )
