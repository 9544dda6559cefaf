"""Activities in figures (11.11)."""

from django.http import HttpRequest, HttpResponse

from piste.accounts.doors import sales_only
from piste.activities.filters import Filter
from piste.activities.models import Activity
from piste.finding.views.figures import of_noun

USUAL = {"rows": "type", "cols": "deadline:month", "measures": "count", "chart": "stacked"}


@sales_only
def figures(request: HttpRequest, view: str) -> HttpResponse:
    filter = Filter(request.GET, request.user)
    return of_noun(request, Activity.noun, filter.rows(), layout=view, usual=USUAL, params=filter.query())
