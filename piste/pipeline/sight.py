"""Why somebody sees a record, in plain words: the parts of `querysets.within_reach`, one by one (12.11)."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.accounts.models import User
from piste.pipeline.models import Lead
from piste.teams.models import Membership
from piste.teams.reach import team_ids, wide_team_ids


class Why(TextChoices):
    OWNER = "owner", gettext_lazy("Owner")
    LEADER = "leader", gettext_lazy("Leads team %(team)s")
    TEAM = "team", gettext_lazy("Team %(team)s, role “%(role)s”")
    UNOWNED = "unowned", gettext_lazy("Nobody owns it, and it has no team")
    UNOWNED_IN_TEAM = "unowned_in_team", gettext_lazy("Nobody owns it, and it is of team %(team)s")
    ROLE = "role", gettext_lazy("Role “%(role)s”")


@dataclass(frozen=True, slots=True)
class Reason:
    why: Why
    # Of somebody else, and said to oneself.
    text: str
    to_oneself: str


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who sees the record."""

    user: User
    reasons: list[Reason]
    may_edit: bool


def reasons(lead: Lead, user: User) -> list[Reason]:
    """Why this person sees the record; none for whoever does not."""
    return [_reason(why, lead, user) for why in _whys(lead, user)]


def seers(lead: Lead) -> list[Seer]:
    """Everybody who sees the record, by name: in as many statements for a thousand people as for ten."""
    people = list(User._base_manager.filter(is_active=True).order_by("name", "pk"))
    working = _working_in(lead)
    for user in people:
        user._teams = working.get(user.pk, [])
    found = [Seer(user, reasons(lead, user), user.may_write) for user in people]
    return [seer for seer in found if seer.reasons]


def _working_in(lead: Lead) -> dict[int, list[tuple[int, int | None]]]:
    """Of each person who works in the record's team what `teams.reach` would ask: the team and its leader."""
    team = lead.team
    if team is None or team.deleted_at or team.archived:
        return {}
    members = set(Membership._base_manager.filter(team=team, active=True).values_list("user_id", flat=True))
    return {key: [(team.pk, team.leader_id)] for key in members | {team.leader_id} if key}


def _whys(lead: Lead, user: User) -> list[Why]:
    if not user.sells or (user.only_team and user.only_team != lead.team_id):
        return []
    found = [Why.OWNER] if lead.owner_id == user.pk else []
    if lead.team_id in wide_team_ids(user):
        led = lead.team is not None and lead.team.leader_id == user.pk
        found += [Why.LEADER] if led else []
        found += [Why.TEAM] if user.sees_teams else []
    if lead.owner_id is None and lead.team_id is None:
        found.append(Why.UNOWNED)
    elif lead.owner_id is None and lead.team_id in team_ids(user):
        found.append(Why.UNOWNED_IN_TEAM)
    return [*found, Why.ROLE] if user.sees_all else found


def _reason(why: Why, lead: Lead, user: User) -> Reason:
    names = {"team": lead.team, "role": user.get_role_display()}
    text = str(why.label) % names
    to_oneself = {Why.OWNER: _("The owner is you"), Why.LEADER: _("You lead team %(team)s")}
    return Reason(why, text, to_oneself.get(why, text) % names)
