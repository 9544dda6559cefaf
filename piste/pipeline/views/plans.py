"""The recurring plans, in the hands of managers, where revenue recurs (14.3)."""

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import managers_only
from piste.pipeline.forms.config import PlanForm
from piste.pipeline.models import RecurringPlan
from piste.pipeline.querysets import RecurringPlanQuerySet
from piste.pipeline.verbs.plans import archive_plan, create_plan, delete_plan, edit_plan, unarchive_plan
from piste.ui.answers import moved_on, page, part
from piste.ui.forms import bind, refusals_beside


@managers_only
def plans(request: HttpRequest) -> HttpResponse:
    archived = request.GET.get("show") == "archived"
    used = Count("leads", filter=Q(leads__deleted_at=None))
    rows = _all(request).filter(archived=archived).annotate(used=used)
    return page(request, "pipeline/plans.html", {"plans": rows, "archived": archived})


@managers_only
def new_plan(request: HttpRequest) -> HttpResponse:
    _all(request)
    form = bind(PlanForm, request, auto_id="plan_%s")
    if form.is_valid():
        with refusals_beside(form):
            return _told(request, create_plan(by=request.user, **form.cleaned_data), _("%(plan)s is created"))
    return part(request, "pipeline/_plan.html", {"form": form, "plan": None})


@managers_only
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    form = bind(PlanForm, request, instance=_plan(request, pk), auto_id="plan_%s")
    if form.is_valid():
        with refusals_beside(form):
            edited = edit_plan(_plan(request, pk), by=request.user, **form.cleaned_data)
            return _told(request, edited, _("%(plan)s is saved"))
    return part(request, "pipeline/_plan.html", {"form": form, "plan": form.instance})


@require_POST
@managers_only
def archive_one(request: HttpRequest, pk: int) -> HttpResponse:
    return _told(request, archive_plan(_plan(request, pk), by=request.user), _("%(plan)s is archived"))


@require_POST
@managers_only
def unarchive_one(request: HttpRequest, pk: int) -> HttpResponse:
    found = unarchive_plan(_plan(request, pk), by=request.user)
    return _told(request, found, _("%(plan)s is offered again"))


@require_POST
@managers_only
def trash_one(request: HttpRequest, pk: int) -> HttpResponse:
    return _told(request, delete_plan(_plan(request, pk), by=request.user), _("%(plan)s is deleted"))


def _all(request: HttpRequest) -> RecurringPlanQuerySet:
    """Nothing of it is there while the switch is off (14.4)."""
    if not request.site.uses_recurring:
        raise Http404
    return RecurringPlan.objects.editable_by(request.user)


def _plan(request: HttpRequest, pk: int) -> RecurringPlan:
    return get_object_or_404(_all(request), pk=pk)


def _told(request: HttpRequest, changed: RecurringPlan, said: str) -> HttpResponse:
    undo = changed.last_act
    return moved_on(request, "pipeline:plans", said=said % {"plan": changed}, undo=undo)
