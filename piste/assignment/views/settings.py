"""Configuration > Assignment: how it is set, and the runs so far."""

from typing import Any

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
        return part(request, "assignment/_runs.html", _runs(request))
    form = bind(AssignmentForm, request, instance=Assignment.current(), auto_id="assignment_%s")
    if form.is_valid():
        with refusals_beside(form):
            saved = configure(Assignment.current(), by=request.user, **form.cleaned_data)
            undo = saved.last_act
            return moved_on(request, "assignment:settings", said=_("Assignment is set."), undo=undo)
    asked = AskedForm(user=request.user, auto_id="asked_%s")
    context = {"form": form, "rules": Assignment.current(), "asked": asked}
    return page(request, "assignment/settings.html", context | _runs(request))


def _runs(request: HttpRequest) -> dict[str, Any]:
    """The log: all runs, or those that gave what had just arrived, or the others."""
    kinds = {"all": _("All"), "begun": _("By button or clock"), "arrival": _("On arrival")}
    asked = request.GET.get("runs", "all")
    rows = (
        Run.objects.visible_to(request.user)
        .select_related("by", "team", "change_set")
        .prefetch_related("change_set__undone_by")
    )
    if asked in ("begun", "arrival"):
        rows = rows.filter(on_arrival=asked == "arrival")
    found = sliced(rows, order=["-id"], cursor=request.GET.get("cursor", ""), limit=ON_A_PAGE)
    return {"found": found, "run_kinds": list(kinds.items()), "asked_runs": asked if asked in kinds else "all"}
