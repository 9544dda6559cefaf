"""How a team and its members take part: a panel on the team's page, and the dialogs over it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import managers_only
from piste.assignment import candidates, fairness
from piste.assignment.fitting import site_asks
from piste.assignment.forms import MemberFiltersForm, TeamFilterForm
from piste.assignment.models import Assignment
from piste.assignment.verbs import configuring
from piste.kernel.criteria.compiling import fitting
from piste.kernel.criteria.parsing import parse
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead
from piste.teams.models import Membership, Team
from piste.teams.views.teams import in_place
from piste.ui.answers import part
from piste.ui.forms import bind, refusals_beside


@managers_only
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.editable_by(request.user), pk=pk)
    return part(request, "assignment/_team.html", shown(request, team))


@require_POST
@managers_only
def take_part(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.editable_by(request.user), pk=pk)
    on = request.POST.get("on") == "1"
    changed = configuring.take_part(team, by=request.user, on=on)
    said = _("%(team)s takes part in assignment") if on else _("%(team)s takes no part in assignment any more")
    return in_place(request, changed, changed, said=said % {"team": changed})


@managers_only
def team_filter(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.editable_by(request.user), pk=pk)
    form = bind(TeamFilterForm, request, team=team, user=request.user)
    if form.is_valid():
        with refusals_beside(form):
            changed = configuring.set_filter(team, by=request.user, **form.cleaned_data)
            return in_place(request, changed, changed, said=_("The filter of %(team)s is saved") % {"team": changed})
    context = {"form": form, "title": _("Filter of team %(team)s") % {"team": team}, "door": request.path}
    return part(request, "assignment/_filters.html", context)


@managers_only
def member_filters(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Membership.objects.editable_by(request.user).active().select_related("team", "user")
    membership = get_object_or_404(rows, pk=pk)
    form = bind(MemberFiltersForm, request, membership=membership, user=request.user)
    if form.is_valid():
        with refusals_beside(form):
            changed = configuring.set_filters(membership, by=request.user, **form.cleaned_data)
            said = _("The filters of %(name)s are saved") % {"name": membership.user}
            return in_place(request, membership.team, changed, said=said)
    context = {"form": form, "title": _("Filters of %(name)s") % {"name": membership.user}, "door": request.path}
    return part(request, "assignment/_filters.html", context)


def shown(request: HttpRequest, team: Team) -> dict[str, Any]:
    language = (get_language() or "en").split("-")[0]
    memberships = list(Membership.objects.visible_to(request.user).of_team(team))
    return {
        "team": team,
        "rules": Assignment.current(),
        "filter": fairness.readable(team.filter, language),
        "fits": _fits(team),
        "shares": fairness.shares(team, memberships, language),
        "capacity": sum(one.capacity for one in memberships if one.assigns and one.user.is_active),
    }


def _fits(team: Team) -> tuple[int, int] | None:
    """How many open records without owner and team fit, of how many (05.B2); None for a filter that is none."""
    waiting = candidates.waiting([])
    try:
        filter = parse(Lead.noun, team.filter)
    except Refused:
        return None
    return candidates.counted(fitting(waiting, filter, site_asks())), candidates.counted(waiting)
