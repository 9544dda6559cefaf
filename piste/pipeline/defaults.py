"""Where a record belongs when nobody says so (05.8), and what it is."""

from django.db.models import QuerySet

from piste.accounts.models import Site
from piste.kernel.prepared import prepared
from piste.pipeline.models import Lead
from piste.teams.models import Team
from piste.teams.reach import team_ids


def team_for(owner) -> Team | None:
    """The owner's first team, else the default team."""
    own = Team.objects.worked_by(owner).order_by("sequence", "id").first() if owner else None
    return own or Team.objects.default()


def team_with_owner(team: Team | None, owner) -> Team | None:
    """The team stays when the owner belongs to it, else it becomes his first one; without owner it stays."""
    if owner is None or (team and Team.objects.worked_by(owner).filter(pk=team.pk).exists()):
        return team
    return Team.objects.worked_by(owner).order_by("sequence", "id").first() or team


def kind_for(team: Team | None) -> Lead.Kind:
    """The team's choice wins over the site's (02.3)."""
    leads = team.makes_leads if team else Site.current().uses_leads
    return Lead.Kind.LEAD if leads else Lead.Kind.OPPORTUNITY


def qualifies(user, site: Site) -> bool:
    """Whether leads are any of the user's affairs: the site uses them, or one of his teams does (02.1, 02.3)."""
    if not user.sells or site.uses_leads:
        return user.sells
    # Asked several times for each page: first which teams make leads, then which of them are his.
    if not hasattr(user, "_lead_teams"):
        user._lead_teams = set(_lead_teams())
    return bool(user._lead_teams if user.sees_all else user._lead_teams.intersection(team_ids(user)))


@prepared
def _lead_teams() -> QuerySet:
    return Team.objects.current().filter(uses_leads=Team.UsesLeads.YES).order_by().values_list("pk", flat=True)
