"""Which stages and teams fit: a verb asks each question once, however many records it changes."""

from functools import cache

from piste.pipeline.defaults import team_with_owner
from piste.pipeline.models import Stage


class Process:
    """Remembers the answers of one verb; teams by their key, or None."""

    def __init__(self) -> None:
        self.allowed = cache(lambda team: frozenset(Stage.objects.allowed_for(team).values_list("pk", flat=True)))
        self.first = cache(Stage.objects.first_for)
        self.won = cache(Stage.objects.won_for)
        self.team_with = cache(team_with_owner)
