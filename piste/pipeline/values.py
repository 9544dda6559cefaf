"""The values of a lead record: their normal forms, and what one value means for others."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from piste.accounts.models import Site
from piste.kernel import normal, rich_text
from piste.kernel.clock import now
from piste.kernel.money import rounded
from piste.kernel.refusals import Refused
from piste.pipeline.facts import RECURRING
from piste.pipeline.models import Lead, Stage
from piste.pipeline.process import Process

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)


def cleaned(values: dict[str, Any], lead: Lead | None = None) -> dict[str, Any]:
    """The values in normal form, and fit to stand beside those that the record has.

    Raises Refused beside the field that cannot be taken.
    """
    values = in_normal_form(values, lead)
    refuse_planless(values, lead)
    return values


def in_normal_form(values: dict[str, Any], lead: Lead | None = None) -> dict[str, Any]:
    """Each by itself (00.6-00.9, 00.11)."""
    values = {name: _bare(value) for name, value in values.items()}
    if values.get("email"):
        values |= _addresses(values, lead)
    for name in ("phone", "mobile"):
        if values.get(name):
            country = values.get("country") or (lead and lead.country) or Site.current().country
            values[name] = normal.phone(values[name], country).value
    if values.get("website"):
        values["website"] = normal.website(values["website"])
    if "notes" in values:
        values["notes"] = rich_text.cleaned(values["notes"])
    values = {name: _checked(name, value) for name, value in values.items()}
    for name in ("expected_revenue", "recurring_revenue"):
        if values.get(name):
            values[name] = rounded(values[name], Site.current().currency)
    closing = values.get("expected_closing")
    if closing and not EARLIEST <= closing <= LATEST:
        raise Refused(_("The closing date must lie between 1900 and 2200."), field="expected_closing")
    return values


def refuse_planless(values: dict[str, Any], lead: Lead | None) -> None:
    """A recurring revenue says nothing without the months in which it comes in."""
    if not values.keys() & set(RECURRING):
        return
    had = (lead.recurring_revenue, lead.recurring_plan_id) if lead else (None, None)
    amount, plan = (values.get(name, former) for name, former in zip(RECURRING, had, strict=True))
    if amount and not plan:
        raise Refused(_("Choose the plan of the recurring revenue."), field="recurring_plan")


def _bare(value: Any) -> Any:
    return normal.line(value) if isinstance(value, str) else value


def _addresses(values: dict[str, Any], lead: Lead | None) -> dict[str, Any]:
    """A cell of several addresses: the first is the main one, the others join the rest (00.6)."""
    first, *others = normal.emails(values["email"]) or [values["email"]]
    known = values.get("extra_emails", lead.extra_emails if lead else [])
    extra = dict.fromkeys([*known, *others])
    extra.pop(first, None)
    return {"email": first, "extra_emails": list(extra)}


def _checked(name: str, value: Any) -> Any:
    """The value as its column keeps it."""
    field = Lead._meta.get_field(name)
    if field.is_relation or value in (None, "", []):
        return value
    try:
        return field.clean(value, None)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field=name) from None


def refuse_foreign_stage(stage: Stage, team, process: Process) -> None:
    """A stage of another team is refused, with the ones to choose from (01.B1)."""
    if stage.pk in process.allowed(team and team.pk):
        return
    owners = ", ".join(str(owner) for owner in stage.teams.all())
    choices = ", ".join(str(one) for one in Stage.objects.allowed_for(team and team.pk))
    raise Refused(
        _("Stage “%(stage)s” belongs to team %(teams)s. Choose one of: %(choices)s.")
        % {"stage": stage, "teams": owners, "choices": choices},
        field="stage",
    )


def staged(lead: Lead, stage: Stage) -> dict[str, Any]:
    """What standing in that stage means: time, and the chance of the stage while it is automatic (09.15)."""
    values: dict[str, Any] = {"stage": stage, "automatic_probability": stage.default_probability}
    if lead.stage_id != stage.pk:
        values["stage_since"] = now()
    return values


def won(lead: Lead, stage: Stage) -> dict[str, Any]:
    return staged(lead, stage) | {
        "outcome": Lead.Outcome.WON,
        "probability": Decimal(100),
        "closed_at": lead.closed_at if lead.is_won else now(),
        "lost_reason": None,
        "archived": False,
    }


def lost(lead: Lead, stage: Stage, reason) -> dict[str, Any]:
    values = {
        "outcome": Lead.Outcome.LOST,
        "probability": Decimal(0),
        "closed_at": lead.closed_at if lead.is_lost else now(),
        "lost_reason": reason,
    }
    return values if stage.pk == lead.stage_id else staged(lead, stage) | values


def reopened(lead: Lead, stage: Stage) -> dict[str, Any]:
    """Open again: the chance is automatic once more (01.20, 01.26)."""
    return staged(lead, stage) | {
        "outcome": Lead.Outcome.OPEN,
        "closed_at": None,
        "lost_reason": None,
        "archived": False,
        "probability_mode": Lead.ProbabilityMode.AUTOMATIC,
        "probability": stage.default_probability,
    }


def in_open_stage(lead: Lead, stage: Stage) -> dict[str, Any]:
    values = staged(lead, stage)
    if lead.probability_mode == Lead.ProbabilityMode.AUTOMATIC:
        values["probability"] = stage.default_probability
    return values
