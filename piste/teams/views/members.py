from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts import jobs
from piste.accounts.doors import administrators_only, managers_only
from piste.accounts.views.people import NEW_LINK
from piste.teams.forms import InviteMemberForm, LeavingForm, MemberForm, MembershipForm
from piste.teams.models import Membership, Team
from piste.teams.verbs import members
from piste.teams.views.teams import editable, in_place, members_of
from piste.ui.answers import UNPROCESSABLE, moved_on, page, part
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
                shown = members_of(request, team) | {"form": form, "leaving": asked.message}
                return part(request, "teams/_members.html", shown, status=UNPROCESSABLE)
            return _told(request, team, membership, _("%(name)s is in the team"))
    return part(request, "teams/_members.html", members_of(request, team) | {"form": form})


@administrators_only
@reauthentication_required(allow_get=True)
def invite_member(request: HttpRequest, pk: int) -> HttpResponse:
    """A new salesperson, made in place (05.4); whoever may invite sees the link on the page of the new user."""
    team = editable(request, pk)
    form = bind(InviteMemberForm, request, initial={"language": request.site.language})
    if form.is_valid():
        with refusals_beside(form):
            invitation = members.invite_member(team, by=request.user, **form.cleaned_data)
            jobs.mail_invitation.enqueue(invitation.pk, request.build_absolute_uri("/"))
            request.session[NEW_LINK] = invitation.pk
            said = _("The invitation goes to %(email)s.") % {"email": invitation.user.email}
            return moved_on(request, invitation.user, said=said)
    return page(request, "teams/invite.html", {"form": form, "team": team})


@managers_only
def edit_member(request: HttpRequest, pk: int) -> HttpResponse:
    form = bind(MembershipForm, request, instance=_membership(request, pk), auto_id="membership_%s")
    if form.is_valid():
        with refusals_beside(form):
            edited = members.edit_member(_membership(request, pk), by=request.user, **form.cleaned_data)
            return in_place(request, edited.team, edited, said=_("%(name)s is saved.") % {"name": edited.user})
    return part(request, "teams/_member.html", {"form": form, "membership": form.instance})


@managers_only
def remove_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks who takes over the records, then ends the membership (05.7)."""
    membership = _membership(request, pk)
    form = bind(LeavingForm, request, leaving=membership.user, by=request.user, auto_id="leaving_%s")
    if form.is_valid():
        with refusals_beside(form):
            members.remove_member(membership, by=request.user, **form.cleaned_data)
            said = _("%(name)s has left the team") % {"name": membership.user}
            return in_place(request, membership.team, membership, said=said)
    return part(request, "teams/_leaving.html", {"form": form, "membership": membership})


def _membership(request: HttpRequest, pk: int) -> Membership:
    rows = Membership.objects.editable_by(request.user).active().select_related("team", "user")
    return get_object_or_404(rows, pk=pk)


def _told(request: HttpRequest, team: Team, membership: Membership, said: str) -> HttpResponse:
    done: dict[str, Any] = {"said": said % {"name": membership.user}, "undo": membership.last_act}
    if not request.htmx:
        return moved_on(request, team, **done)
    shown = members_of(request, team)
    return part(request, "teams/_members.html", shown, events={"team-changed": {"id": team.pk}}, **done)
