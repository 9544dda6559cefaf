"""Following a team (04.9). Like following a record it leaves no event."""

from collections.abc import Collection

from piste.history.recording import verb
from piste.pipeline.models import TeamFollower
from piste.teams.models import Team


@verb
def follow_team(team: Team, *, by, news: Collection[str]) -> None:
    """Tells whoever acts of these news of the team's records; of none: he does not follow it any more."""
    known = [kind.value for kind in TeamFollower.News if kind in news]
    if known:
        TeamFollower.objects.update_or_create(team=team, user=by, defaults={"news": known})
    else:
        TeamFollower.objects.filter(team=team, user=by).delete()
