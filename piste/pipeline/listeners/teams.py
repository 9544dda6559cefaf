"""What belongs to a team that is deleted goes to the team that takes it (05.3)."""

from piste.history import events
from piste.history.models import Event
from piste.history.recording import change_each, chunks, record_many
from piste.kernel.locking import locked_many
from piste.pipeline.models import Lead, Stage


@events.on("team.deleted")
def follow(told: list[Event]) -> None:
    for event in told:
        if into := event.facts.get("into"):
            by = event.change_set.by
            _hand_over_stages(event.row_id, into, by=by)
            _hand_over_leads(event.row_id, into, by=by)


def _hand_over_stages(team: int, into: int, *, by) -> None:
    """Its own stages become the other's, so that its records keep theirs."""
    stages = locked_many(Stage._base_manager.filter(pk__in=Stage._base_manager.filter(teams=team).values("pk")))
    teams = {stage.pk: {*stage.teams.values_list("pk", flat=True)} for stage in stages}
    changes = change_each(stages, lambda stage: {"teams": teams[stage.pk] - {team} | {into}})
    record_many(stages, "stage.edited", by=by, changes=changes)


def _hand_over_leads(team: int, into: int, *, by) -> None:
    for keys in chunks(list(Lead._base_manager.filter(team=team).values_list("pk", flat=True))):
        leads = locked_many(Lead._base_manager.filter(pk__in=keys))
        record_many(leads, "lead.edited", by=by, changes=change_each(leads, lambda lead: {"team": into}))
