"""My day and My activities."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from piste.activities import days
from piste.activities.filters import Filter
from piste.activities.lines import lines
from piste.kernel.paging import sliced
from piste.ui import answers


@login_required
def my_day(request: HttpRequest) -> HttpResponse:
    context = {"sections": days.sections(request.user)}
    if request.htmx:
        return answers.part(request, "activities/_my_day.html", context)
    return answers.page(request, "activities/my_day.html", context)


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """A page, its list anew, or its next rows."""
    filter = Filter(request.GET, request.user)
    cursor = request.GET.get("cursor", "")
    rows = filter.rows().select_related("type", "assignee", "closed_by")
    found = sliced(rows, order=filter.order, cursor=cursor)
    context = {"filter": filter, "lines": lines(found.rows, request.user), "following": found.following}
    if request.htmx:
        return answers.part(request, "activities/_mine_rows.html" if cursor else "activities/_mine.html", context)
    return answers.page(request, "activities/mine.html", context | {"counts": filter.counts()})
