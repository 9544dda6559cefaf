"""Sales teams, in the hands of managers."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import managers_only
from piste.kernel.clock import today
from piste.teams.forms import DeleteTeamForm, MemberForm, PlaceForm, TargetsForm, TeamForm
from piste.teams.models import Membership, Team
from piste.teams.targets import YEARS
from piste.teams.verbs import configuring
from piste.ui.answers import moved_on, nothing, page, part
from piste.ui.forms import bind, refusals_beside


@managers_only
def teams(request: HttpRequest) -> HttpResponse:
    context = _listed(request)
    return part(request, "teams/_teams.html", context) if request.htmx else page(request, "teams/teams.html", context)


@managers_only
def new_team(request: HttpRequest) -> HttpResponse:
    form = bind(TeamForm, request, user=request.user, auto_id="team_%s")
    if form.is_valid():
        with refusals_beside(form):
            team = configuring.create_team(by=request.user, **form.cleaned_data)
            return _told(request, team, _("Team %(team)s is created"))
    return part(request, "teams/_edit.html", {"form": form, "team": None})


@managers_only
def team(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Team.objects.editable_by(request.user).select_related("leader")
    found = get_object_or_404(rows, pk=pk)
    context = members_of(request, found) | {"is_default": found == Team.objects.default()}
    return part(request, "teams/_team.html", context) if request.htmx else page(request, "teams/team.html", context)


@managers_only
def edit_team(request: HttpRequest, pk: int) -> HttpResponse:
    form = bind(TeamForm, request, user=request.user, instance=editable(request, pk), auto_id="team_%s")
    if form.is_valid():
        with refusals_beside(form):
            edited = configuring.edit_team(editable(request, pk), by=request.user, **form.cleaned_data)
            return in_place(request, edited, edited, said=_("Team %(team)s is saved") % {"team": edited})
    return part(request, "teams/_edit.html", {"form": form, "team": form.instance})


@managers_only
def targets(request: HttpRequest, pk: int) -> HttpResponse:
    """What the team wants to invoice in single months of a year."""
    found, year = editable(request, pk), _year(request)
    form = bind(TargetsForm, request, team=found, year=year, auto_id="target_%s")
    if form.is_valid():
        with refusals_beside(form):
            changed = configuring.set_targets(found, by=request.user, months=form.values)
            return in_place(request, changed, changed, said=_("The targets of %(team)s are saved") % {"team": changed})
    context = {"form": form, "team": found, "year": year, "years": [year - 1, year + 1]}
    return part(request, "teams/_targets.html", context)


def _year(request: HttpRequest) -> int:
    said = request.GET.get("year", "")
    first, last = YEARS
    return int(said) if said.isdecimal() and first <= int(said[:5]) <= last else today(request.user).year


@require_POST
@managers_only
def move_team(request: HttpRequest, pk: int) -> HttpResponse:
    form = bind(PlaceForm, request)
    if not form.is_valid():
        return page(request, "teams/teams.html", _listed(request) | {"form": form})
    moved = configuring.move_team(editable(request, pk), by=request.user, **form.cleaned_data)
    # Nothing is said when it stood there already.
    said, undo = (_("The order is changed"), moved.last_act) if moved.last_act else ("", None)
    if not request.htmx:
        return moved_on(request, "teams:teams", said=said, undo=undo)
    return part(request, "teams/_teams.html", _listed(request), said=said, undo=undo)


@require_POST
@managers_only
def make_default(request: HttpRequest, pk: int) -> HttpResponse:
    changed = configuring.make_default(editable(request, pk), by=request.user)
    return _told(request, changed, _("Records without a team go to %(team)s now"))


@require_POST
@managers_only
def archive_team(request: HttpRequest, pk: int) -> HttpResponse:
    return _told(request, configuring.archive_team(editable(request, pk), by=request.user), _("%(team)s is archived"))


@require_POST
@managers_only
def unarchive_team(request: HttpRequest, pk: int) -> HttpResponse:
    changed = configuring.unarchive_team(editable(request, pk), by=request.user)
    return _told(request, changed, _("%(team)s is at work again"))


@managers_only
def trash_team(request: HttpRequest, pk: int) -> HttpResponse:
    found = editable(request, pk)
    form = bind(DeleteTeamForm, request, team=found, user=request.user, auto_id="delete_%s")
    if form.is_valid():
        with refusals_beside(form):
            deleted = configuring.trash_team(found, by=request.user, **form.cleaned_data)
            said = _("%(team)s is deleted") % {"team": deleted}
            return moved_on(request, "teams:teams", said=said, undo=deleted.last_act)
    return part(request, "teams/_trash.html", {"form": form, "team": found})


def editable(request: HttpRequest, pk: int) -> Team:
    return get_object_or_404(Team.objects.editable_by(request.user), pk=pk)


def in_place(request: HttpRequest, team: Team, changed: Team | Membership, *, said: str) -> HttpResponse:
    """The page of the team stays where it was, and draws anew what shows the row that was changed."""
    if not request.htmx:
        return moved_on(request, team, said=said, undo=changed.last_act)
    events: dict[str, Any] = {f"{changed.noun}-changed": {"ids": [changed.pk]}, "closeDialog": {}}
    return nothing(said=said, undo=changed.last_act, events=events)


def members_of(request: HttpRequest, team: Team) -> dict[str, Any]:
    """What the list of members shows."""
    return {
        "team": team,
        "members": Membership.objects.visible_to(request.user).of_team(team),
        "form": MemberForm(user=request.user, auto_id="member_%s"),
        "today": today(request.user),
        "target": team.target_of(today(request.user)),
    }


def _listed(request: HttpRequest) -> dict:
    archived = request.GET.get("show") == "archived"
    members = Count("memberships", filter=Q(memberships__active=True))
    rows = Team.objects.editable_by(request.user).filter(archived=archived)
    listed = rows.select_related("leader").annotate(size=members).order_by("sequence", "id")
    return {"teams": listed, "archived": archived, "default": Team.objects.default()}


def _told(request: HttpRequest, changed: Team, said: str) -> HttpResponse:
    undo = changed.last_act
    return moved_on(request, changed, said=said % {"team": changed}, undo=undo)
