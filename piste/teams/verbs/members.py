from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from piste.accounts.models import Invitation, Site, User
from piste.accounts.roles import Role
from piste.accounts.verbs.joining import invite
from piste.history.recording import change, created, record, refuse_stale, verb
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused
from piste.teams.models import Membership, Team

CAPACITY_AT_MOST = 32_767


class LeavesOtherTeam(Refused):
    """Each person has one team here (05.6): joining this one ends the former membership, and that is asked first."""


@verb
def add_member(team: Team, *, by, user: User, replace: bool = False) -> Membership:
    """Makes the user a member. Where each person has one team, `replace` says that he may leave the other one."""
    _refuse_archived(team)
    _refuse_unfit(team, user)
    others = locked_many(Membership.objects.active().filter(user=user).select_related("team", "user"))
    if others and Site.current().one_team_per_person:
        _leave(others, by=by, agreed=replace)
    membership = Membership(team=team, user=user)
    created(membership, by=by, member=user.name)
    return membership


@verb
def invite_member(team: Team, *, by, name: str, email: str, language: str) -> Invitation:
    """A new salesperson, made in the team that he is invited for (05.4)."""
    _refuse_archived(team)
    invitation = invite(by=by, name=name, email=email, role=Role.OWN, language=language)
    created(Membership(team=team, user=invitation.user), by=by, member=invitation.user.name)
    return invitation


@verb
def edit_member(membership: Membership, *, by, seen: int | None = None, **values: Any) -> Membership:
    """How much automatic assignment may give him, and when he is away (05.5)."""
    refuse_stale(locked(membership), values, seen)
    _refuse_capacity(values.get("capacity", membership.capacity))
    _refuse_absence(*(values.get(name, getattr(membership, name)) for name in ("absent_from", "absent_until")))
    if changes := change(membership, **values):
        record(membership, "membership.edited", by=by, changes=changes, member=membership.user.name)
    return membership


@verb
def remove_member(membership: Membership, *, by, handover_to: User | None = None) -> Membership:
    """Ends the membership; the member's records stay his, unless a colleague is named: whoever keeps the records hears
    of it by the event (05.7).
    """
    if not locked(membership).active:
        raise Refused(_("%(name)s has left this team already.") % {"name": membership.user}, field="user")
    if handover_to is not None:
        _refuse_as_heir(handover_to, membership)
    changes = change(membership, active=False)
    facts = {"member": membership.user.name, "handover_to": handover_to and handover_to.pk}
    record(membership, "membership.ended", by=by, changes=changes, **facts)
    return membership


def _refuse_archived(team: Team) -> None:
    if locked(team).archived:
        raise Refused(_("Team “%(team)s” is archived. Un-archive it first.") % {"team": team})


def _refuse_capacity(capacity: int) -> None:
    """Whole, and not below zero (05.B3)."""
    if not isinstance(capacity, int) or not 0 <= capacity <= CAPACITY_AT_MOST:
        raise Refused(_("The maximum is a whole number from 0 to 32,767."), field="capacity")


def _refuse_absence(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise Refused(_("The absence ends before it begins."), field="absent_until")


def _refuse_unfit(team: Team, user: User) -> None:
    if not User.objects.assignable().filter(pk=user.pk).exists():
        raise Refused(_("%(name)s cannot own records, so cannot join a team.") % {"name": user}, field="user")
    if Membership.objects.active().filter(team=team, user=user).exists():
        raise Refused(_("%(name)s is already in team %(team)s.") % {"name": user, "team": team}, field="user")


def _refuse_as_heir(user: User, membership: Membership) -> None:
    if user == membership.user or not User.objects.assignable().filter(pk=user.pk).exists():
        raise Refused(_("Choose a colleague who can own records."), field="handover_to")


def _leave(others: list[Membership], *, by, agreed: bool) -> None:
    if not agreed:
        names = {"name": others[0].user, "teams": ", ".join(str(one.team) for one in others)}
        raise LeavesOtherTeam(_("%(name)s leaves %(teams)s by joining this team.") % names, field="user")
    for membership in others:
        remove_member(membership, by=by)
