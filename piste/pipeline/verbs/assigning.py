from typing import Any

from django.utils.translation import gettext as _

from piste.history.recording import change, change_each, record, record_many, refuse_stale, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused
from piste.pipeline import values
from piste.pipeline.many import Many
from piste.pipeline.models import Lead
from piste.pipeline.process import Process
from piste.pipeline.querysets import LeadQuerySet
from piste.teams.models import Team


@verb
def assign(lead: Lead, *, by, owner, team: Team | None = None, seen: int | None = None) -> Lead:
    """Gives the record to a salesperson, or to nobody; the team follows him unless one is named (05.8). Refused where
    somebody gave it to another one after the version `seen` (00.22)."""
    refuse_as_owner(owner)
    if locked(lead).owner_id != (owner and owner.pk):
        refuse_stale(lead, ["owner"], seen)
    changes = change(lead, **assigned(lead, owner, team))
    if changes:
        record(lead, "lead.assigned", by=by, changes=changes)
    return lead


@verb
def assign_many(leads: LeadQuerySet, *, by, owner, team: Team | None = None) -> Many:
    refuse_as_owner(owner)
    rows, process = locked_many(leads.select_related("stage", "team")), Process()
    changes = change_each(rows, lambda lead: assigned(lead, owner, team, process))
    record_many(rows, "lead.assigned", by=by, changes=changes)
    return Many(done=rows)


def refuse_as_owner(owner) -> None:
    """Observers, people outside of sales and those who left own no records."""
    if owner and not type(owner)._default_manager.assignable().filter(pk=owner.pk).exists():
        raise Refused(_("%(name)s cannot own records.") % {"name": owner}, field="owner")


def assigned(lead: Lead, owner, team: Team | None = None, process: Process | None = None) -> dict[str, Any]:
    """The values that a new owner brings: team, a stage of that team, and since when."""
    process = process or Process()
    brought = in_team(lead, team or process.team_with(lead.team, owner), process) | {"owner": owner}
    if lead.owner_id != (owner and owner.pk):
        brought["assigned_at"] = now() if owner else None
    return brought


def in_team(lead: Lead, team: Team | None, process: Process | None = None) -> dict[str, Any]:
    """A stage that belongs to other teams only is replaced by the new team's first one (01.5)."""
    process = process or Process()
    brought: dict[str, Any] = {"team": team}
    if lead.stage_id in process.allowed(team and team.pk):
        return brought
    if lead.is_won:
        return brought | values.won(lead, process.won(team and team.pk))
    stage = process.first(team and team.pk)
    moved = values.staged(lead, stage) if lead.is_lost else values.in_open_stage(lead, stage)
    return brought | moved
