"""Activities in figures (11.11)."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from piste.accounts.doors import sales_only
from piste.activities.filters import Filter
from piste.activities.models import Activity
from piste.finding.views.figures import of_noun

USUAL = {"rows": "type", "cols": "deadline:month", "measures": "count", "chart": "stacked"}


@sales_only
def figures(request: HttpRequest, view: str) -> HttpResponse:
    filter = Filter(request.GET, request.user)

    def rows(f: str) -> QuerySet:
        return filter.asking(f).rows()

    return of_noun(request, Activity.noun, rows, layout=view, usual=USUAL, params=filter.query())
