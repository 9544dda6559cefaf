"""Search over everything that a person sees, by the index: as a page, and as a list under the box while typing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from piste.finding import search as finding
from piste.ui import answers

ON_THE_PAGE = 20
UNDER_THE_BOX = 5


@login_required
def search(request: HttpRequest) -> HttpResponse:
    groups = finding.found(request, UNDER_THE_BOX if request.htmx else ON_THE_PAGE)
    typed = finding.typed(request)
    # Whoever comes without a word wants to type one.
    context = {"typed": typed, "groups": groups, "focus_search": not typed}
    if request.htmx:
        return answers.part(request, "finding/_search.html", context)
    return answers.page(request, "finding/search.html", context)
