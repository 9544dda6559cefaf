from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from piste.history.recording import created, verb
from piste.kernel.clock import now
from piste.kernel.refusals import Refused
from piste.pipeline.defaults import team_for
from piste.pipeline.models import Lead
from piste.pipeline.process import Process
from piste.pipeline.values import cleaned, refuse_foreign_stage
from piste.pipeline.verbs.assigning import refuse_as_owner
from piste.pipeline.verbs.customers import with_customer


@verb
def create(*, by, tags=(), **values: Any) -> Lead:
    """A new lead record: team by its owner, the first fitting stage, the chance of that stage (01.4, 05.8).

    Company and person may be names of contacts that are to be made.
    """
    at = now()
    values = cleaned(with_customer(values, by=by))
    lead = Lead(created_by=by, created_at=at, stage_since=at, touched_at=at, rank=-at.timestamp(), **values)
    lead.title = lead.title or _title_for(lead.customer_name)
    refuse_as_owner(lead.owner)
    if lead.owner_id:
        lead.assigned_at = at
    if lead.team_id is None and "team" not in values:
        lead.team = team_for(lead.owner)
    _stand_in_stage(lead, typed=values.get("probability"))
    created(lead, by=by)
    if tags:
        lead.tags.set(tags)
    return lead


def _title_for(customer: str) -> str:
    """A customer without a title is enough (01.16)."""
    if not customer:
        raise Refused(_("Give it a title or a customer."), field="title")
    title = _("Opportunity of %(customer)s") % {"customer": customer}
    return title[: Lead._meta.get_field("title").max_length]


def _stand_in_stage(lead: Lead, typed: Decimal | None) -> None:
    process = Process()
    if lead.stage_id is None:
        lead.stage = process.first(lead.team_id)
    refuse_foreign_stage(lead.stage, lead.team, process)
    lead.automatic_probability = lead.stage.default_probability
    if lead.stage.is_won:
        if not lead.is_opportunity:
            raise Refused(_("Convert this lead before marking it won."), field="stage")
        lead.outcome, lead.probability, lead.closed_at = Lead.Outcome.WON, Decimal(100), lead.created_at
    elif typed is None:
        lead.probability = lead.automatic_probability
    else:
        lead.probability_mode = Lead.ProbabilityMode.MANUAL
