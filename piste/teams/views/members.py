from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import managers_only
from piste.teams.forms import MemberForm
from piste.teams.models import Membership, Team
from piste.teams.verbs import members
from piste.teams.views.teams import editable
from piste.ui.answers import UNPROCESSABLE, moved_on, part
from piste.ui.forms import bind, refusals_beside


@require_POST
@managers_only
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    team = editable(request, pk)
    form = bind(MemberForm, request, user=request.user, auto_id="member_%s")
    if form.is_valid():
        with refusals_beside(form):
            try:
                membership = members.add_member(team, by=request.user, **form.cleaned_data)
            except members.LeavesOtherTeam as asked:
                leaving = {"form": form, "leaving": asked.message}
                return part(request, "teams/_members.html", _shown(request, team) | leaving, status=UNPROCESSABLE)
            return _told(request, team, membership, _("%(name)s is in the team"))
    return part(request, "teams/_members.html", _shown(request, team) | {"form": form})


@require_POST
@managers_only
def remove_member(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Membership.objects.editable_by(request.user).active().select_related("team", "user")
    membership = get_object_or_404(rows, pk=pk)
    members.remove_member(membership, by=request.user)
    return _told(request, membership.team, membership, _("%(name)s has left the team"))


def _shown(request: HttpRequest, team: Team) -> dict[str, Any]:
    rows = Membership.objects.visible_to(request.user).of_team(team)
    return {"team": team, "members": rows, "form": MemberForm(user=request.user, auto_id="member_%s")}


def _told(request: HttpRequest, team: Team, membership: Membership, said: str) -> HttpResponse:
    done: dict[str, Any] = {"said": said % {"name": membership.user}, "undo": membership.last_event.change_set_id}
    if not request.htmx:
        return moved_on(request, team, **done)
    return part(request, "teams/_members.html", _shown(request, team), events={"team-changed": {"id": team.pk}}, **done)
