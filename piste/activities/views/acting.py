"""Done, cancelled, put off: each by its verb, each with Undo."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from piste.activities.answers import acted
from piste.activities.forms import CancelForm, DoneForm, SnoozeForm
from piste.activities.lines import deadline
from piste.activities.models import Activity
from piste.activities.records import records_of
from piste.activities.verbs import finishing, rescheduling
from piste.activities.views.planning import next_dialog, planned_said
from piste.ui import answers
from piste.ui.forms import bind, refusals_beside


@login_required
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """`next` goes on with what follows; `quick` is a tick in a list, which leaves an open dialog alone."""
    activity = _editable_or_404(request, pk)
    form = bind(DoneForm, request, activity=activity)
    if form.is_valid():
        with refusals_beside(form):
            if "next" in request.POST:
                return _done_and_next(request, activity, form)
            finishing.done(activity, by=request.user, **form.cleaned_data)
            return acted(request, activity, _done_said(activity), closes_dialog="quick" not in request.POST)
    activity.refuse_closed()
    goes_on = bool(activity.type.triggered_next_id or records_of([activity], request.user))
    context = {"form": form, "activity": activity, "goes_on": goes_on}
    return answers.part(request, "activities/_done.html", context)


def _done_and_next(request: HttpRequest, activity: Activity, form: DoneForm) -> HttpResponse:
    following = finishing.done_and_next(activity, by=request.user, **form.cleaned_data)
    if following:
        return acted(request, activity, planned_said(following))
    if not records_of([activity], request.user):
        return acted(request, activity, _done_said(activity))
    return next_dialog(request, activity, said=_done_said(activity))


@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _editable_or_404(request, pk)
    form = bind(CancelForm, request)
    if form.is_valid():
        finishing.cancel(activity, by=request.user, **form.cleaned_data)
        return acted(request, activity, _("Cancelled: %(what)s") % {"what": activity})
    activity.refuse_closed()
    return answers.part(request, "activities/_cancel.html", {"form": form, "activity": activity})


@login_required
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _editable_or_404(request, pk)
    form = bind(SnoozeForm, request)
    if form.is_valid():
        with refusals_beside(form):
            rescheduling.snooze(activity, by=request.user, **form.cleaned_data)
            said = _("Put off: %(what)s, %(when)s") % {"what": activity, "when": deadline(activity)}
            return acted(request, activity, said)
    activity.refuse_closed()
    return answers.part(request, "activities/_snooze.html", {"form": form, "activity": activity})


def _editable_or_404(request: HttpRequest, pk: int) -> Activity:
    rows = Activity.objects.editable_by(request.user).select_related("type", "assignee", "closed_by")
    return get_object_or_404(rows, pk=pk)


def _done_said(activity: Activity) -> str:
    return _("Done: %(what)s") % {"what": activity}
