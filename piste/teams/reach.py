"""Which teams' records a user reaches; asked once for each request's user."""

from piste.teams.models import Team


def team_ids(user) -> list[int]:
    """The teams that he leads or is a member of."""
    if not hasattr(user, "_team_ids"):
        user._team_ids = list(Team.objects.worked_by(user).values_list("pk", flat=True))
    return user._team_ids


def wide_team_ids(user) -> list[int]:
    """The teams whose records he sees whoever owns them: all of his by role, else those he leads (12.5)."""
    if user.sees_teams:
        return team_ids(user)
    if not hasattr(user, "_led_team_ids"):
        user._led_team_ids = list(Team.objects.current().filter(leader=user).values_list("pk", flat=True))
    return user._led_team_ids
