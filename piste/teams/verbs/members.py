from django.utils.translation import gettext as _

from piste.accounts.models import Site, User
from piste.history.recording import change, created, record, verb
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused
from piste.teams.models import Membership, Team


class LeavesOtherTeam(Refused):
    """Each person has one team here (05.6): joining this one ends the former membership, and that is asked first."""


@verb
def add_member(team: Team, *, by, user: User, replace: bool = False) -> Membership:
    """Makes the user a member. Where each person has one team, `replace` says that he may leave the other one."""
    if locked(team).archived:
        raise Refused(_("Team “%(team)s” is archived. Un-archive it first.") % {"team": team})
    _refuse_unfit(team, user)
    others = locked_many(Membership.objects.active().filter(user=user).select_related("team", "user"))
    if others and Site.current().one_team_per_person:
        _leave(others, by=by, agreed=replace)
    membership = Membership(team=team, user=user)
    created(membership, by=by, member=user.name)
    return membership


@verb
def remove_member(membership: Membership, *, by) -> Membership:
    """Ends the membership; the member's records stay his (05.7)."""
    if not locked(membership).active:
        raise Refused(_("%(name)s has left this team already.") % {"name": membership.user}, field="user")
    changes = change(membership, active=False)
    record(membership, "membership.ended", by=by, changes=changes, member=membership.user.name)
    return membership


def _refuse_unfit(team: Team, user: User) -> None:
    if not User.objects.assignable().filter(pk=user.pk).exists():
        raise Refused(_("%(name)s cannot own records, so cannot join a team.") % {"name": user}, field="user")
    if Membership.objects.active().filter(team=team, user=user).exists():
        raise Refused(_("%(name)s is already in team %(team)s.") % {"name": user, "team": team}, field="user")


def _leave(others: list[Membership], *, by, agreed: bool) -> None:
    if not agreed:
        names = {"name": others[0].user, "teams": ", ".join(str(one.team) for one in others)}
        raise LeavesOtherTeam(_("%(name)s leaves %(teams)s by joining this team.") % names, field="user")
    for membership in others:
        remove_member(membership, by=by)
