"""My day and My activities."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from piste.activities import days
from piste.activities.filters import asked_table
from piste.activities.models import Activity
from piste.finding.views.frames import Frame
from piste.finding.views.lists import listed
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
    filter, shown = asked_table(request)
    context = {"filter": filter, "place": "mine"} | Frame(request, Activity.noun, filter.query(), "list").beside()
    if not request.htmx:
        context |= {"counts": filter.counts()}
    return listed(request, shown, context, page="activities/mine.html", part="activities/_mine_found.html")
