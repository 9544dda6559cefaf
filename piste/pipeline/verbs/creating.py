from typing import Any

from django.utils.translation import gettext as _

from piste.history.recording import created, verb
from piste.kernel.clock import now
from piste.kernel.refusals import Refused
from piste.pipeline.defaults import team_for
from piste.pipeline.models import Lead, Stage
from piste.pipeline.values import cleaned, refuse_foreign_stage


@verb
def create(*, by, tags=(), **values: Any) -> Lead:
    """A new lead record: team by its owner, the first fitting stage, the chance of that stage (01.4, 05.8)."""
    at = now()
    values = cleaned(values)
    lead = Lead(created_by=by, created_at=at, stage_since=at, touched_at=at, rank=-at.timestamp(), **values)
    if not lead.title:
        lead.title = _("Opportunity of %(customer)s") % {"customer": lead.customer_name} if lead.customer_name else ""
    if not lead.title.strip():
        raise Refused(_("Give it a title or a customer."), field="title")
    if lead.team_id is None and "team" not in values:
        lead.team = team_for(lead.owner)
    if lead.stage_id is None:
        lead.stage = Stage.objects.first_for(lead.team_id)
    refuse_foreign_stage(lead.stage, lead.team)
    if lead.owner_id:
        lead.assigned_at = at
    lead.automatic_probability = lead.stage.default_probability
    if lead.probability_mode == Lead.ProbabilityMode.AUTOMATIC:
        lead.probability = lead.automatic_probability
    if lead.stage.is_won:
        lead.outcome, lead.probability, lead.closed_at = Lead.Outcome.WON, 100, at
    created(lead, by=by)
    if tags:
        lead.tags.set(tags)
    return lead
