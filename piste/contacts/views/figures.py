"""Companies and people in figures."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.accounts.doors import sales_only
from piste.contacts.lists import LISTS, Wanted
from piste.finding.views.figures import Views, of_noun

USUAL = {
    "company": {"rows": "industry", "cols": "", "measures": "count", "chart": "bar"},
    "person": {"rows": "job_title", "cols": "", "measures": "count", "chart": "bar"},
}


def views_of(noun: str) -> Views:
    pivot, graph = reverse(f"contacts:{noun}_pivot"), reverse(f"contacts:{noun}_graph")
    return Views(reverse(LISTS[noun]), pivot, graph, cards=reverse(f"contacts:{noun}_cards"))


@sales_only
def figures(request: HttpRequest, noun: str, view: str) -> HttpResponse:
    wanted, graph = Wanted.of(noun, request.GET), view == "graph"
    titles = {"company": _("Companies"), "person": _("People")}
    return of_noun(
        request,
        noun,
        wanted.rows(request.user),
        graph=graph,
        views=views_of(noun),
        usual=USUAL[noun],
        params=wanted.query(),
        title=f"{titles[noun]} · {_('Graph') if graph else _('Pivot')}",
    )
