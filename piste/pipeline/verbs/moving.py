from typing import Any

from django.utils.translation import gettext as _

from piste.history.recording import change, change_each, record, record_many, refuse_stale, verb
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused
from piste.pipeline import order, values
from piste.pipeline.many import Many
from piste.pipeline.models import Lead, Stage
from piste.pipeline.process import Process
from piste.pipeline.querysets import LeadQuerySet
from piste.pipeline.verbs.editing import edit


class FieldsMissing(Refused):
    """The stage asks for fields that are empty (01.37)."""

    def __init__(self, lead: Lead, stage: Stage, names: list[str]) -> None:
        self.lead, self.stage, self.names = lead, stage, names
        labels = ", ".join(str(Lead._meta.get_field(name).verbose_name) for name in names)
        super().__init__(_("Stage “%(stage)s” needs: %(fields)s.") % {"stage": stage, "fields": labels})


@verb
def move(
    lead: Lead,
    *,
    by,
    stage: Stage,
    above: Lead | None = None,
    below: Lead | None = None,
    seen: int | None = None,
    **filled: Any,
) -> Lead:
    """Puts the record into a stage, and between two cards of it when these are named.

    A won stage wins it, leaving a won stage opens it again (01.20). `filled` are fields that were asked for on the
    way. Raises Refused for a stage of another team, for one that was changed after the version `seen`, and
    FieldsMissing for what the stage requires.
    """
    locked(lead)
    refuse_stale(lead, ["stage"], seen)
    if filled:
        edit(lead, by=by, **filled)
    if above or below:
        _order(lead, stage, above, below, by=by)
    if lead.stage_id == stage.pk:
        return lead
    wins = stage.is_won and not lead.is_won
    record(lead, "lead.won" if wins else "lead.moved", by=by, changes=change(lead, **_placed(lead, stage, Process())))
    return lead


@verb
def move_many(leads: LeadQuerySet, *, by, stage: Stage) -> Many:
    """Moves those that may stand in the stage, and says why the others may not."""
    process, placed = Process(), {}

    def place(lead: Lead) -> None:
        placed[lead.pk] = _placed(lead, stage, process)

    result = Many.sorted_out(leads, place)
    changes = change_each(result.done, lambda lead: placed[lead.pk])
    record_many(result.done, "lead.won" if stage.is_won else "lead.moved", by=by, changes=changes)
    return result


def _placed(lead: Lead, stage: Stage, process: Process) -> dict:
    if not lead.is_opportunity:
        raise Refused(_("Convert this lead before moving it."))
    if lead.is_lost:
        raise Refused(_("Restore this record before moving it."))
    values.refuse_foreign_stage(stage, lead.team, process)
    if missing := lead.missing_for(stage):
        raise FieldsMissing(lead, stage, missing)
    if stage.is_won:
        return values.won(lead, stage)
    return values.reopened(lead, stage) if lead.is_won else values.in_open_stage(lead, stage)


def _order(lead: Lead, stage: Stage, above: Lead | None, below: Lead | None, *, by) -> None:
    if changes := change(lead, rank=order.rank_beside(lead, stage.pk, above, below)):
        record(lead, "lead.ordered", by=by, changes=changes)
