"""A cell of the list that is edited in place (14.9)."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from piste.activities.answers import news
from piste.activities.cells import CELLS
from piste.activities.forms import CellForm
from piste.activities.lines import deadline
from piste.activities.models import Activity
from piste.activities.targets import Target
from piste.activities.verbs import planning
from piste.ui import answers
from piste.ui.forms import bind, refusals_beside


@login_required
def edit_cell(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """GET answers with the form of the cell, POST with the new value, or the form again and why not."""
    if key not in CELLS:
        raise Http404
    activity = get_object_or_404(Activity.objects.editable_by(request.user).select_related("type", "assignee"), pk=pk)
    activity.refuse_closed()
    target = Target(activity.thread_noun, [activity.thread_id], activity)
    form, stale = bind(CellForm, request, user=request.user, target=target, columns=CELLS[key]), False
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        with refusals_beside(form):
            planning.edit(activity, by=request.user, seen=seen, **form.values)
        if not form.errors:
            return _saved(request, activity, key)
    if form.is_bound:
        activity.refresh_from_db()
        stale = form.look_again(activity.version)
    context = {"activity": activity, "key": key, "form": form, "stale": stale, "value": _value(activity, key)}
    return answers.part(request, "activities/_edit_cell.html", context, title=str(activity))


def _saved(request: HttpRequest, activity: Activity, key: str) -> HttpResponse:
    context = {"activity": activity, "key": key, "value": _value(activity, key)}
    if not activity.last_event:
        return answers.part(request, "activities/_cell.html", context)
    events = news(activity.thread_noun, [activity.thread_id])
    said = _("Saved: %(what)s") % {"what": activity}
    return answers.part(request, "activities/_cell.html", context, said=said, undo=activity.last_act, events=events)


def _value(activity: Activity, key: str) -> str:
    return deadline(activity) if key == "deadline" else str(getattr(activity, key))
