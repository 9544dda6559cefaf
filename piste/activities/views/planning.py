"""The dialog that plans and edits, and what it asks while one types."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from piste.activities.answers import acted, news
from piste.activities.filling import refilled
from piste.activities.forms import NewForm, PlanForm
from piste.activities.lines import deadline, lines
from piste.activities.models import Activity
from piste.activities.overlaps import overlaps
from piste.activities.targets import Target, editable_or_404, ids, number_or_404, plannable_or_404, sent_or_404
from piste.activities.verbs import planning
from piste.finding.background import begin
from piste.finding.bulk import Selection
from piste.history.answers import begun
from piste.history.long_acts import LARGE
from piste.ui import answers
from piste.ui.formats import number
from piste.ui.forms import bind, refusals_beside


@login_required
def plan(request: HttpRequest, noun: str, key: int) -> HttpResponse:
    target, records = plannable_or_404(request.user, noun, [key])
    record = records.get()
    form = bind(PlanForm, request, user=request.user, target=target, initial=_beginning(request, target))
    if form.is_valid():
        with refusals_beside(form):
            activity = planning.plan(record, by=request.user, follows=form.cleaned_data["follows"], **form.values)
            return acted(request, activity, planned_said(activity))
    return _dialog(request, form, target, about=str(record))


@login_required
def plan_many(request: HttpRequest, noun: str) -> HttpResponse:
    """One activity on each of the records `ids`."""
    return plan_on(request, noun, ids(request))


def plan_on(request: HttpRequest, noun: str, keys: list[int]) -> HttpResponse:
    """The dialog for many records, for doors that know which. A selection may be sent by POST just to open it."""
    target, records = plannable_or_404(request.user, noun, keys)
    opening = "type" not in request.POST
    form = PlanForm(
        None if opening else request.POST, user=request.user, target=target, initial=_beginning(request, target)
    )
    if form.is_valid():
        with refusals_beside(form):
            if len(target.keys) > LARGE:
                return begun(request, begin(request, "plan", Selection(request.user, noun, target.keys)))
            activities = planning.plan_many(records, by=request.user, **form.values)
            return _planned_many(request, target, activities)
    count = len(target.keys)
    about = ngettext("%(count)s record", "%(count)s records", count) % {"count": number(count)}
    return answers.in_dialog(_dialog(request, form, target, about=about))


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    target = editable_or_404(request.user, pk)
    activity = cast("Activity", target.activity)
    activity.refuse_closed()
    form = bind(PlanForm, request, user=request.user, target=target)
    if form.is_valid():
        with refusals_beside(form):
            planning.edit(activity, by=request.user, seen=form.cleaned_data["seen"], **form.values)
        if not form.errors:
            return acted(request, activity, _("Saved: %(what)s") % {"what": activity})
        form.look_again(activity.version)
    return _dialog(request, form, target)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """From the menu: first the record, then what to do."""
    noun, _dash, key = request.GET.get("record", "").partition("-")
    if not noun:
        return answers.part(request, "activities/_new.html", {"new": NewForm()})
    if request.htmx:
        return plan(request, noun, number_or_404(key))
    return redirect("activities:plan", noun, number_or_404(key))


@require_POST
@login_required
def fill(request: HttpRequest) -> HttpResponse:
    """The fields after another type was chosen (03.6)."""
    target = sent_or_404(request)
    typed = _typed(request, target)
    chosen, former, follows = typed.get("type"), typed.get("was"), typed.get("follows")
    if chosen is None:
        raise Http404
    before = target.filled(former, by=request.user, previous=follows) if former else {}
    after = target.filled(chosen, by=request.user, previous=follows)
    kept = {name: request.POST.get(name, "") for name in ("seen", "due_time")} | {"follows": follows}
    initial = refilled(request.POST, before=before, after=after) | kept | {"type": chosen, "was": chosen}
    form = PlanForm(user=request.user, target=target, initial=initial)
    return answers.part(request, "activities/_plan_fields.html", {"form": form})


@require_POST
@login_required
def overlap(request: HttpRequest) -> HttpResponse:
    """What the plan collides with as it is typed so far (03.12)."""
    target = sent_or_404(request)
    typed = _typed(request, target)
    found = overlaps(target, typed, user=request.user) if typed.get("type") and typed.get("assignee") else []
    return answers.part(request, "activities/_overlaps.html", {"lines": lines(found, request.user)})


def next_dialog(request: HttpRequest, finished: Activity, *, said: str) -> HttpResponse:
    """What comes after a finished activity: the types that its own suggests stand first (03.9)."""
    address = reverse("activities:plan", args=finished.thread, query={"follows": finished.pk})
    undo = finished.last_act
    if not request.htmx:
        return answers.moved_on(request, address, said=said, undo=undo)
    target, records = plannable_or_404(request.user, finished.thread_noun, [finished.thread_id])
    form = PlanForm(user=request.user, target=target, initial=_following(request, target, finished))
    events = news(target.noun, target.keys)
    return _dialog(request, form, target, about=str(records.get()), said=said, undo=undo, events=events)


def planned_said(activity: Activity) -> str:
    return _("Planned: %(what)s, %(when)s") % {"what": activity, "when": deadline(activity)}


def _beginning(request: HttpRequest, target: Target) -> dict[str, Any]:
    """How a new plan is first shown: of the type that was asked for or follows, else of the first."""
    follows = target.activities(request.user).filter(pk=number_or_404(request.GET.get("follows", "0"))).first()
    return _following(request, target, follows)


def _following(request: HttpRequest, target: Target, follows: Activity | None) -> dict[str, Any]:
    suggested = list(follows.type.suggested_next.all()) if follows else []
    wanted = request.GET.get("type", "")
    types = sorted(target.types(request.user), key=lambda type: (str(type.pk) != wanted, type not in suggested))
    if not types:
        return {}
    given = target.filled(types[0], by=request.user, previous=follows)
    return given | {"type": types[0], "was": types[0], "follows": follows}


def _typed(request: HttpRequest, target: Target) -> dict[str, Any]:
    """What of the form as sent so far makes sense already."""
    form = PlanForm(request.POST, user=request.user, target=target)
    form.is_valid()
    return form.cleaned_data


def _dialog(request: HttpRequest, form: PlanForm, target: Target, *, about: str = "", **said: Any) -> HttpResponse:
    context = {"form": form, "target": target, "about": about}
    return answers.part(request, "activities/_plan.html", context, **said)


def _planned_many(request: HttpRequest, target: Target, activities: list[Activity]) -> HttpResponse:
    count = len(activities)
    said = ngettext("Planned on %(count)s record", "Planned on %(count)s records", count) % {"count": number(count)}
    undo = activities[0].last_act
    if not request.htmx:
        return answers.moved_on(request, "activities:mine", said=said, undo=undo)
    return answers.nothing(said=said, undo=undo, events=news(target.noun, target.keys) | {"closeDialog": {}})
