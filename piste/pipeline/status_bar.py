"""The stages of a record, each with the time that it stood there."""

from dataclasses import dataclass

from django.db.models import QuerySet

from piste.kernel.prepared import prepared
from piste.pipeline.models import Lead, Stage
from piste.pipeline.stage_times import seconds_in_stages


@dataclass(frozen=True, slots=True)
class Step:
    stage: Stage
    # "" ahead, "done" behind; where the record stands: "on", "won" or "lost".
    state: str
    seconds: int

    @property
    def is_current(self) -> bool:
        return self.state not in ("", "done")


def steps(lead: Lead) -> list[Step]:
    """The stages that the record may stand in, and the one it stands in."""
    stages = _of_team(lead.team_id) if lead.team_id else _shared()
    if lead.stage not in stages:
        stages = sorted([*stages, lead.stage], key=lambda stage: (stage.sequence, stage.pk))
    place, seconds = stages.index(lead.stage), seconds_in_stages(lead)
    here = "on" if lead.is_open else lead.outcome
    states = ["done"] * place + [here] + [""] * (len(stages) - place - 1)
    return [Step(stage, state, seconds.get(stage.pk, 0)) for stage, state in zip(stages, states, strict=True)]


@prepared
def _of_team(team: int) -> QuerySet:
    return Stage.objects.allowed_for(team).order_by("sequence", "id")


@prepared
def _shared() -> QuerySet:
    return Stage.objects.allowed_for(None).order_by("sequence", "id")
