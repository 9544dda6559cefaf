"""Companies and people in figures."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from piste.accounts.doors import sales_only
from piste.contacts.lists import Wanted
from piste.contacts.querysets import ContactQuerySet
from piste.finding.views.figures import of_noun

USUAL = {
    "company": {"rows": "industry", "cols": "", "measures": "count", "chart": "bar"},
    "person": {"rows": "job_title", "cols": "", "measures": "count", "chart": "bar"},
}


@sales_only
def figures(request: HttpRequest, noun: str, view: str) -> HttpResponse:
    wanted = Wanted.of(noun, request.GET)

    def rows(f: str) -> ContactQuerySet:
        return replace(wanted, f=f).rows(request.user)

    return of_noun(request, noun, rows, layout=view, usual=USUAL[noun], params=wanted.query())
