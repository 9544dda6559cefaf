"""Configuration > Assignment: how it is set, and the runs so far."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from piste.accounts.doors import managers_only
from piste.assignment.forms import AskedForm, AssignmentForm
from piste.assignment.models import Assignment, Run
from piste.assignment.verbs.configuring import configure
from piste.kernel.paging import sliced
from piste.ui.answers import moved_on, page, part
from piste.ui.forms import bind, refusals_beside

ON_A_PAGE = 20


@managers_only
def settings(request: HttpRequest) -> HttpResponse:
    if request.htmx and request.GET.get("cursor"):
        return part(request, "assignment/_runs.html", {"found": _runs(request)})
    form = bind(AssignmentForm, request, instance=Assignment.current(), auto_id="assignment_%s")
    if form.is_valid():
        with refusals_beside(form):
            saved = configure(Assignment.current(), by=request.user, **form.cleaned_data)
            undo = saved.last_event.change_set_id if saved.last_event else None
            return moved_on(request, "assignment:settings", said=_("Assignment is set."), undo=undo)
    asked = AskedForm(user=request.user, auto_id="asked_%s")
    context = {"form": form, "rules": Assignment.current(), "asked": asked, "found": _runs(request)}
    return page(request, "assignment/settings.html", context)


def _runs(request: HttpRequest):
    rows = Run.objects.visible_to(request.user).select_related("by", "team", "change_set__undone_by")
    return sliced(rows, order=["-id"], cursor=request.GET.get("cursor", ""), limit=ON_A_PAGE)
