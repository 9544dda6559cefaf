"""Pivot and graph of the filtered records (11.9, 11.10)."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from piste.accounts.doors import sales_only
from piste.finding.figures import Source
from piste.finding.views import figures as finding
from piste.kernel.criteria.parsing import Group, text
from piste.pipeline.filters import Filter
from piste.pipeline.models import Lead
from piste.pipeline.querysets import LeadQuerySet
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
    dated = filter.dated()

    def rows(conditions: Group) -> LeadQuerySet:
        return replace(dated, f=text(conditions)).leads(request.user, whole=True)

    def listed(conditions: Group) -> str:
        return reverse("pipeline:leads") + dated.query(f=text(conditions))

    around = whole_frame(request, filter, here=here) | {"is_graph": here == "pipeline:graph"}
    return finding.figures(
        request,
        Source(Lead.noun, dated.conditions, rows, listed),
        here=reverse(here),
        usual=usual,
        params=filter.params(),
        frame=around,
    )
