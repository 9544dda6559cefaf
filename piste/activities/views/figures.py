"""Activities in figures (11.11)."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.activities.filters import Filter
from piste.activities.models import Activity
from piste.finding.views.figures import Views, of_noun

USUAL = {"rows": "type", "cols": "deadline:month", "measures": "count", "chart": "stacked"}


def views() -> Views:
    return Views(*(reverse(f"activities:{name}") for name in ("mine", "pivot", "graph")))


@login_required
def figures(request: HttpRequest, view: str) -> HttpResponse:
    if not request.user.sells:
        raise Http404
    filter, graph = Filter(request.GET, request.user), view == "graph"
    return of_noun(
        request,
        Activity.noun,
        filter.rows(),
        graph=graph,
        views=views(),
        usual=USUAL,
        params=filter.query(),
        title=f"{_('Activities')} · {_('Graph') if graph else _('Pivot')}",
    )
