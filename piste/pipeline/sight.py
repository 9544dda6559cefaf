"""Why somebody sees a record, in plain words: the parts of `querysets.within_reach`, one by one (12.11)."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.accounts.models import User
from piste.kernel.clock import today
from piste.pipeline.models import Lead, Share
from piste.teams.models import Membership, Team
from piste.teams.reach import team_ids, wide_team_ids
from piste.ui import formats


class Why(TextChoices):
    OWNER = "owner", gettext_lazy("Owner")
    LEADER = "leader", gettext_lazy("Leads team %(team)s")
    TEAM = "team", gettext_lazy("Team %(team)s, role “%(role)s”")
    UNOWNED = "unowned", gettext_lazy("Nobody owns it, and it has no team")
    UNOWNED_IN_TEAM = "unowned_in_team", gettext_lazy("Nobody owns it, and it is of team %(team)s")
    SHARED = "shared", gettext_lazy("Shared by %(by)s")
    SHARED_UNTIL = "shared_until", gettext_lazy("Shared by %(by)s until %(day)s")
    SHARED_WITH_TEAM = "shared_with_team", gettext_lazy("Shared with team %(team)s by %(by)s")
    SHARED_WITH_TEAM_UNTIL = (
        "shared_with_team_until",
        gettext_lazy("Shared with team %(team)s by %(by)s until %(day)s"),
    )
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
    found = [_reason(why, lead, user) for why in _whys(lead, user)]
    if user.sees_all or not user.sells or (user.only_team and user.only_team != lead.team_id):
        return found
    return found + [_shared(one) for one in _live(lead, user)]


def _live(lead: Lead, user: User) -> list[Share]:
    """The shares by which this person sees the record today."""
    if not hasattr(lead, "_shares"):
        lead._shares = list(Share.objects.on(Lead.noun, lead.pk).select_related("team", "by").order_by("pk"))
    day = today(user)
    live = [one for one in lead._shares if one.until is None or one.until >= day]
    return [one for one in live if one.user_id == user.pk or one.team_id in team_ids(user)]


def _shared(one: Share) -> Reason:
    name = f"SHARED{'_WITH_TEAM' if one.team_id else ''}{'_UNTIL' if one.until else ''}"
    text = str(Why[name].label) % {"by": one.by or "Piste", "team": one.team, "day": formats.day(one.until)}
    return Reason(Why[name], text, text)


def seers(lead: Lead) -> list[Seer]:
    """Everybody who sees the record, by name: in as many statements for a thousand people as for ten."""
    people = list(User._base_manager.filter(is_active=True).order_by("name", "pk"))
    shares = list(Share.objects.on(Lead.noun, lead.pk).select_related("team", "by").order_by("pk"))
    lead._shares = shares
    working = _working_in({one.team for one in shares if one.team} | ({lead.team} if lead.team else set()))
    for user in people:
        user._teams = working.get(user.pk, [])
    found = [_seer(lead, user) for user in people]
    return [seer for seer in found if seer.reasons]


def _seer(lead: Lead, user: User) -> Seer:
    by_rule = bool(_whys(lead, user))
    edits = user.may_write and (by_rule or any(one.may_edit for one in _live(lead, user)))
    return Seer(user, reasons(lead, user), edits)


def _working_in(teams: set[Team]) -> dict[int, list[tuple[int, int | None]]]:
    """Of each person who works in one of the teams what `teams.reach` would ask: the teams and their leaders."""
    current = {team.pk: team for team in teams if not team.deleted_at and not team.archived}
    found: dict[int, dict[int, int | None]] = defaultdict(dict)
    members = Membership._base_manager.filter(team__in=current, active=True).values_list("user_id", "team_id")
    led = [(team.leader_id, team.pk) for team in current.values() if team.leader_id]
    for user, team in [*members, *led]:
        found[user][team] = current[team].leader_id
    return {user: list(pairs.items()) for user, pairs in found.items()}


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
