"""Where a record belongs when nobody says so (05.8)."""

from piste.teams.models import Team


def team_for(owner) -> Team | None:
    """The owner's first team, else the default team."""
    own = Team.objects.worked_by(owner).order_by("sequence", "id").first() if owner else None
    return own or Team.objects.default()


def team_with_owner(team: Team | None, owner) -> Team | None:
    """The team stays when the owner belongs to it, else it becomes his first one; without owner it stays."""
    if owner is None or (team and Team.objects.worked_by(owner).filter(pk=team.pk).exists()):
        return team
    return Team.objects.worked_by(owner).order_by("sequence", "id").first() or team
