"""The calendar of the filtered records, and the door by which one is moved to another day."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import sales_only
from piste.activities.verbs.planning import edit as edit_activity
from piste.finding.views import calendars
from piste.finding.views.calendars import OWN, Asked, day_sent
from piste.pipeline.calendar import NEXT, dates
from piste.pipeline.filters import Filter
from piste.pipeline.verbs.editing import edit
from piste.pipeline.views.doors import editable, told
from piste.pipeline.views.frame import query_with, whole_frame
from piste.ui.formats import day as shown_day


@sales_only
def calendar(request: HttpRequest) -> HttpResponse:
    filter = Filter.of(request)
    asked, here = Asked.of(request, dates(request.user, filter)), "pipeline:calendar"
    base = query_with(request, filter, *OWN)

    def query(own: dict[str, str] | None = None, **changes) -> str:
        """The query of this view, or of one with another day or filter."""
        kept, own = base(**changes), own or asked.own()
        said = urlencode({name: value for name, value in own.items() if value})
        return f"{kept}{'&' if kept else '?'}{said}" if said else kept

    around = whole_frame(request, filter, here=here, address=query)
    return calendars.calendar(
        request, asked, address=lambda own: reverse(here) + query(own), nouns="lead activity", frame=around
    )


@require_POST
@login_required
def to_day(request: HttpRequest, pk: int) -> HttpResponse:
    """The record's expected closing, or its next activity, on another day."""
    lead, day = editable(request, pk), day_sent(request)
    if request.POST.get("by", "") != NEXT:
        edit(lead, by=request.user, expected_closing=day)
    elif lead.next_activity is None:
        raise Http404
    else:
        edit_activity(lead.next_activity, by=request.user, due_on=day)
        lead.last_event = lead.next_activity.last_event
    return told(request, lead, _("%(title)s: %(day)s") % {"title": lead.title, "day": shown_day(day, "weekday")})
