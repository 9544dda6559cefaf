"""The calendar of the filtered records, and the door by which one is moved to another day."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import sales_only
from piste.activities.verbs.planning import edit as edit_activity
from piste.finding import calendar as months
from piste.finding.shapes import handed_on
from piste.kernel.clock import today
from piste.kernel.criteria.parsing import both, parse, text
from piste.kernel.refusals import Refused
from piste.pipeline.calendar import By, Calendar
from piste.pipeline.filters import Filter
from piste.pipeline.models import Lead
from piste.pipeline.verbs.editing import edit
from piste.pipeline.views.doors import editable, told
from piste.pipeline.views.frame import frame, query_with
from piste.ui import answers
from piste.ui.formats import day as shown_day


@sales_only
def calendar(request: HttpRequest) -> HttpResponse:
    filter, by = Filter.of(request), _by(request.GET.get("by", ""))
    base = query_with(request, filter, "by")
    here, this_day = reverse("pipeline:calendar"), today(request.user)
    shown = Calendar.of(request.user, filter, by, months.month_asked(request.GET.get("month", ""), this_day))

    def address(*, month: date | None = None, by: By = by, **changes) -> str:
        """The query of this view, or of one with another month, day or filter."""
        month = month or shown.month.first
        own = {"by": "" if by == By.CLOSING else by, "month": "" if _is_now(month, this_day) else f"{month:%Y-%m}"}
        query, said = base(**changes), urlencode({name: value for name, value in own.items() if value})
        return f"{query}{'&' if query else '?'}{said}" if said else query

    def rest_of(day: date) -> str:
        """The list of what stands on that day."""
        field = "expected_closing" if by == By.CLOSING else "next_deadline"
        on_the_day = both(filter.conditions, parse(Lead.noun, {"f": field, "op": "on", "v": day.isoformat()}))
        return reverse("pipeline:leads") + filter.query(f=text(on_the_day))

    context = frame(request, filter, here="pipeline:calendar", address=address)
    context |= {"kept": handed_on(request.GET)}
    context |= {"calendar": shown, "bys": By, "address": address, "url_here": here, "rest_of": rest_of}
    context |= months.context(shown.month, this_day)
    if request.htmx.target == "calendar":
        response = answers.part(request, "pipeline/_calendar_found.html", context)
        response["HX-Replace-Url"] = here + address()
        return response
    return answers.page(request, "pipeline/calendar.html", context)


@require_POST
@login_required
def to_day(request: HttpRequest, pk: int) -> HttpResponse:
    """The record's expected closing, or its next activity, on another day."""
    lead, by, day = editable(request, pk), _by(request.POST.get("by", "")), _day(request.POST.get("day", ""))
    if by == By.CLOSING:
        edit(lead, by=request.user, expected_closing=day)
    elif lead.next_activity is None:
        raise Http404
    else:
        edit_activity(lead.next_activity, by=request.user, due_on=day)
        lead.last_event = lead.next_activity.last_event
    return told(request, lead, _("%(title)s: %(day)s") % {"title": lead.title, "day": shown_day(day, "weekday")})


def _by(typed: str) -> By:
    return By(typed) if typed in By.values else By.CLOSING


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(_("Type a date, for example 2026-12-31.")) from None


def _is_now(month: date, today: date) -> bool:
    return (month.year, month.month) == (today.year, today.month)
