"""Which teams' records a user reaches; asked once for each request's user."""

from django.db.models import QuerySet

from piste.kernel.prepared import prepared
from piste.teams.models import Team


def team_ids(user) -> list[int]:
    """The teams that he leads or is a member of."""
    return [team for team, _leader in _teams(user)]


def wide_team_ids(user) -> list[int]:
    """The teams whose records he sees whoever owns them: all of his by role, else those he leads (12.5)."""
    return [team for team, leader in _teams(user) if user.sees_teams or leader == user.pk]


def led_team_ids(user) -> list[int]:
    return [team for team, leader in _teams(user) if leader == user.pk]


def _teams(user) -> list[tuple[int, int | None]]:
    if not hasattr(user, "_teams"):
        user._teams = _worked_by(user.pk)
    return user._teams


@prepared
def _worked_by(user: int) -> QuerySet:
    return Team.objects.worked_by(user).values_list("pk", "leader")
