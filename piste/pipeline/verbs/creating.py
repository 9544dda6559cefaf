from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from piste.history.recording import created, verb
from piste.kernel.clock import now
from piste.kernel.refusals import Refused
from piste.pipeline.defaults import kind_for, team_for
from piste.pipeline.models import Lead
from piste.pipeline.process import Process
from piste.pipeline.values import cleaned, refuse_foreign_stage
from piste.pipeline.verbs.assigning import refuse_as_owner
from piste.pipeline.verbs.customers import with_customer
from piste.teams.models import Team

COPIED = (
    *("title", "company", "person", "contact_name", "company_name", "job_title"),
    *("email", "extra_emails", "phone", "mobile", "website"),
    *("street", "street2", "postcode", "city", "region", "country", "language"),
    *("expected_revenue", "recurring_revenue", "recurring_plan", "expected_closing", "priority", "colour", "notes"),
    *("source", "medium", "campaign", "referrer"),
)


@verb
def create(*, by, tags=(), **values: Any) -> Lead:
    """A new lead record: team by its owner, lead or opportunity as the team works, the first fitting stage and its
    chance (01.4, 02.3, 05.8).

    Company and person may be names of contacts that are to be made.
    """
    at = now()
    values = cleaned(with_customer(values, by=by))
    lead = Lead(created_by=by, created_at=at, stage_since=at, touched_at=at, rank=-at.timestamp(), **values)
    refuse_as_owner(lead.owner)
    if lead.owner_id:
        lead.assigned_at = at
    if lead.team_id is None and "team" not in values:
        lead.team = team_for(lead.owner)
    if "kind" not in values:
        lead.kind = kind_for(lead.team)
    refuse_as_home(lead.team, lead.kind)
    lead.title = lead.title or _title_for(lead)
    _stand_in_stage(lead, typed=values.get("probability"))
    created(lead, by=by)
    if tags:
        lead.tags.set(tags)
    return lead


@verb
def copy(lead: Lead, *, by) -> Lead:
    """A new open record with the same facts, in the first stage; the owner is kept while he is active (02.38)."""
    facts: dict[str, Any] = {name: getattr(lead, name) for name in COPIED}
    assignable = lead.owner and type(lead.owner)._default_manager.assignable().filter(pk=lead.owner_id).exists()
    owner = lead.owner if assignable else None
    return create(by=by, kind=lead.kind, team=lead.team, owner=owner, tags=lead.tags.all(), **facts)


def refuse_as_home(team: Team | None, kind: str) -> None:
    """A team without pipeline has leads only; without either it has nothing (02.3, 02.4)."""
    if team is None or team.uses_pipeline:
        return
    if team.makes_nothing:
        text = _("Team “%(team)s” uses neither leads nor the pipeline. Choose another one.")
        raise Refused(text % {"team": team}, field="team")
    if kind == Lead.Kind.OPPORTUNITY:
        text = _("Team “%(team)s” qualifies leads only. Choose another one for the opportunity.")
        raise Refused(text % {"team": team}, field="team")


def _title_for(lead: Lead) -> str:
    """A customer without a title is enough (01.16)."""
    if not lead.customer_name:
        raise Refused(_("Give it a title or a customer."), field="title")
    title = (_("Lead of %(customer)s") if lead.is_lead else _("Opportunity of %(customer)s")) % {
        "customer": lead.customer_name
    }
    return title[: Lead._meta.get_field("title").max_length]


def _stand_in_stage(lead: Lead, typed: Decimal | None) -> None:
    process = Process()
    if not lead.stage_id:
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
