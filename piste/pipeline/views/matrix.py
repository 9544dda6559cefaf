"""The activity matrix of the filtered records (03.19)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from piste.accounts.doors import sales_only
from piste.activities import matrix as activities
from piste.finding.shapes import handed_on
from piste.kernel.paging import sliced
from piste.pipeline.filters import Filter
from piste.pipeline.models import Lead
from piste.pipeline.views.frame import frame, query_with
from piste.ui import answers


@sales_only
def matrix(request: HttpRequest) -> HttpResponse:
    """Ordered by the oldest deadline; records without any come last."""
    filter, cursor, here = Filter.of(request), request.GET.get("cursor", ""), reverse("pipeline:matrix")
    found = sliced(filter.leads(request.user).values("next_due", "id"), order=["next_due", "id"], cursor=cursor)
    keys = [row["id"] for row in found.rows]
    rows = Lead.objects.visible_to(request.user).select_related("company", "person").in_bulk(keys)
    cells = activities.cells(request.user, Lead.noun, keys)
    query = query_with(request, filter)()
    context = frame(request, filter, here="pipeline:matrix") | {
        "kept": handed_on(request.GET),
        "rows": [rows[key] for key in keys if key in rows],
        "cells": cells,
        "types": activities.columns(request.user, Lead.noun, cells),
        "following": _after(here + query, found.following),
        "url_here": here + query,
    }
    if request.htmx.target == "matrix":
        response = answers.part(request, "pipeline/_matrix_found.html", context)
        response["HX-Replace-Url"] = here + query
        return response
    if request.htmx:
        return answers.part(request, "pipeline/_matrix_rows.html", context)
    return answers.page(request, "pipeline/matrix.html", context)


def _after(view: str, cursor: str) -> str:
    """The address of the rows that follow; empty at the end."""
    return f"{view}{'&' if '?' in view else '?'}{urlencode({'cursor': cursor})}" if cursor else ""
