"""The activity matrix of the filtered records (03.19)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from piste.accounts.doors import sales_only
from piste.activities import matrix as activities
from piste.kernel.paging import sliced
from piste.pipeline.filters import Filter
from piste.pipeline.models import Lead
from piste.pipeline.views.frame import frame
from piste.ui import answers


@sales_only
def matrix(request: HttpRequest) -> HttpResponse:
    """Ordered by the oldest deadline; records without any come last."""
    filter, cursor, here = Filter.of(request), request.GET.get("cursor", ""), reverse("pipeline:matrix")
    found = sliced(filter.leads(request.user).values("next_due", "id"), order=["next_due", "id"], cursor=cursor)
    keys = [row["id"] for row in found.rows]
    rows = Lead.objects.visible_to(request.user).select_related("company", "person").in_bulk(keys)
    cells = activities.cells(request.user, Lead.noun, keys)
    context = frame(request, filter, here="pipeline:matrix") | {
        "rows": [rows[key] for key in keys if key in rows],
        "cells": cells,
        "types": activities.columns(request.user, Lead.noun, cells),
        "following": _after(here, filter, found.following),
        "url_here": here + filter.query(),
    }
    if request.htmx.target == "matrix":
        response = answers.part(request, "pipeline/_matrix_found.html", context)
        response["HX-Replace-Url"] = here + filter.query()
        return response
    if request.htmx:
        return answers.part(request, "pipeline/_matrix_rows.html", context)
    return answers.page(request, "pipeline/matrix.html", context)


def _after(here: str, filter: Filter, cursor: str) -> str:
    """The address of the rows that follow; empty at the end."""
    return f"{here}?{urlencode(filter.params() | {'cursor': cursor})}" if cursor else ""
