from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from piste.activities.models import ActivityType
from piste.activities.verbs.planning import plan, plan_many
from piste.activities.verbs.with_record import cancel_with, return_with
from piste.history.models import Event
from piste.history.recording import change, change_each, record, record_many, verb
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused
from piste.pipeline import values
from piste.pipeline.many import Many
from piste.pipeline.models import Lead, LossReason, Stage
from piste.pipeline.process import Process
from piste.pipeline.querysets import LeadQuerySet


@verb
def mark_won(lead: Lead, *, by, stage: Stage | None = None, **filled: Any) -> Lead:
    """Wins the opportunity; it goes to the won stage of its team, else to the shared one (01.19).

    `filled` are fields that were asked for on the way, such as the revenue (01.21).
    """
    _refuse_winning(locked(lead))
    if stage:
        _refuse_as_win(stage, lead)
    won = values.won(lead, stage or Stage.objects.won_for(lead.team_id))
    changes = change(lead, **values.cleaned(filled, lead), **won)
    record(lead, "lead.won", by=by, changes=changes)
    return lead


@verb
def mark_won_many(leads: LeadQuerySet, *, by) -> Many:
    result, process = Many.sorted_out(leads, _refuse_winning), Process()
    changes = change_each(result.done, lambda lead: values.won(lead, process.won(lead.team_id)))
    record_many(result.done, "lead.won", by=by, changes=changes)
    return result


@verb
def mark_lost(
    lead: Lead, *, by, reason: LossReason | None = None, note: str = "", again_on: date | None = None
) -> Lead:
    """Closes the record as lost; its open activities are cancelled and kept (01.22).

    On a lost record only reason and note change. A won one goes back to the stage before it was won (01.24).
    `again_on` plans a follow-up that survives the loss (01.X2).
    """
    was_lost = locked(lead).is_lost
    stage = _stages_before_won([lead])[lead.pk] if lead.is_won else lead.stage
    changes = change(lead, **values.lost(lead, stage, reason))
    record(lead, "lead.lost", by=by, changes=changes, reason=str(reason or ""), note=note)
    if not was_lost:
        cancel_with(lead.noun, [lead.pk], by=by)
    if again_on:
        keeper = lead.owner if lead.owner and lead.owner.is_active else by
        plan(lead, by=by, **_follow_up(keeper, again_on))
    return lead


@verb
def mark_lost_many(
    leads: LeadQuerySet, *, by, reason: LossReason | None = None, note: str = "", again_on: date | None = None
) -> Many:
    rows = locked_many(leads.select_related("stage"))
    stages = {lead.pk: lead.stage for lead in rows} | _stages_before_won([lead for lead in rows if lead.is_won])
    changes = change_each(rows, lambda lead: values.lost(lead, stages[lead.pk], reason))
    record_many(rows, "lead.lost", by=by, changes=changes, reason=str(reason or ""), note=note)
    cancel_with(Lead.noun, list(changes), by=by)
    if again_on:
        plan_many(leads.filter(pk__in=changes), by=by, **_follow_up(by, again_on))
    return Many(done=rows)


@verb
def restore(lead: Lead, *, by) -> Lead:
    """Opens a lost record again, in its stage; activities that are not past their day come back (01.26)."""
    _refuse_restoring(locked(lead))
    changes = change(lead, **values.reopened(lead, _fitting_stage(lead, Process())))
    record(lead, "lead.restored", by=by, changes=changes)
    return_with(lead.noun, [lead.pk], by=by)
    return lead


@verb
def restore_many(leads: LeadQuerySet, *, by) -> Many:
    result, process = Many.sorted_out(leads, _refuse_restoring), Process()
    changes = change_each(result.done, lambda lead: values.reopened(lead, _fitting_stage(lead, process)))
    record_many(result.done, "lead.restored", by=by, changes=changes)
    return_with(Lead.noun, list(changes), by=by)
    return result


def _follow_up(assignee, day: date) -> dict[str, Any]:
    types = [type for type in ActivityType.objects.current() if type.fits(Lead.noun)]
    if not types:
        raise Refused(_("There is no activity type for a follow-up."), field="again_on")
    call = next((type for type in types if type.action == ActivityType.Action.CALL), types[0])
    return {
        "type": call,
        "assignee": assignee,
        "summary": _("Try again"),
        "due_on": day,
        "survives_closing": True,
    }


def _refuse_winning(lead: Lead) -> None:
    if not lead.is_opportunity:
        raise Refused(_("Convert this lead before marking it won."))
    if lead.is_won:
        raise Refused(_("This record is already won."))


def _refuse_as_win(stage: Stage, lead: Lead) -> None:
    if not stage.is_won:
        raise Refused(_("“%(stage)s” is no won stage.") % {"stage": stage}, field="stage")
    values.refuse_foreign_stage(stage, lead.team, Process())


def _refuse_restoring(lead: Lead) -> None:
    if not lead.is_lost:
        raise Refused(_("Only a lost record can be restored."))


def _fitting_stage(lead: Lead, process: Process) -> Stage:
    fits = lead.stage_id in process.allowed(lead.team_id) and not lead.stage.is_won
    return lead.stage if fits else process.first(lead.team_id)


def _stages_before_won(leads: list[Lead]) -> dict[int, Stage]:
    """For each won record the stage that it had before, by its events; the first stage when nobody knows any more."""
    before: dict[int, int] = {}
    won = Event.objects.filter(noun=Lead.noun, row_id__in=[lead.pk for lead in leads], name="lead.won")
    for key, changes in won.order_by("id").values_list("row_id", "changes"):
        if changes.get("stage", [None])[0]:
            before[key] = changes["stage"][0]
    stages, process = Stage.objects.current().filter(is_won=False).in_bulk(before.values()), Process()
    return {lead.pk: stages.get(before.get(lead.pk, 0)) or process.first(lead.team_id) for lead in leads}
