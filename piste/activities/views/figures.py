"""Activities in figures (11.11)."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from piste.activities.filters import Filter
from piste.activities.models import Activity
from piste.finding.views.figures import of_noun

USUAL = {"rows": "type", "cols": "deadline:month", "measures": "count", "chart": "stacked"}


@login_required
def figures(request: HttpRequest, view: str) -> HttpResponse:
    if not request.user.sells:
        raise Http404
    filter = Filter(request.GET, request.user)
    return of_noun(request, Activity.noun, filter.rows(), layout=view, usual=USUAL, params=filter.query())
