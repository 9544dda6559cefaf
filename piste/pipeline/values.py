"""The values of a lead record: their normal forms, and what one value means for others."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from piste.accounts.models import Site
from piste.kernel import normal
from piste.kernel.clock import now
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead, Stage

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)


def cleaned(values: dict[str, Any]) -> dict[str, Any]:
    """The values in normal form (00.6-00.9); raises Refused beside the field that cannot be taken."""
    values = dict(values)
    if "title" in values:
        values["title"] = values["title"].strip()
    if values.get("email"):
        first, *others = normal.emails(values["email"]) or [values["email"].strip()]
        values["email"] = first
        if others:
            values["extra_emails"] = list(dict.fromkeys([*values.get("extra_emails", []), *others]))
    for name in ("phone", "mobile"):
        if values.get(name):
            country = values.get("country") or Site.current().country
            values[name] = normal.phone(values[name], country).value
    if values.get("website"):
        values["website"] = normal.website(values["website"])
    closing = values.get("expected_closing")
    if closing and not EARLIEST <= closing <= LATEST:
        raise Refused(_("The closing date must lie between 1900 and 2200."), field="expected_closing")
    _check_fields(values)
    return values


def _check_fields(values: dict[str, Any]) -> None:
    for name, value in values.items():
        field = Lead._meta.get_field(name)
        if field.is_relation or value in (None, ""):
            continue
        try:
            field.run_validators(value)
        except ValidationError as error:
            raise Refused(" ".join(error.messages), field=name) from None


def refuse_foreign_stage(stage: Stage, team) -> None:
    """A stage of another team is refused, with the ones to choose from (01.B1)."""
    allowed = Stage.objects.allowed_for(team.pk if team else None)
    if allowed.filter(pk=stage.pk).exists():
        return
    owners = ", ".join(str(owner) for owner in stage.teams.all())
    raise Refused(
        _("Stage “%(stage)s” belongs to team %(teams)s. Choose one of: %(choices)s.")
        % {"stage": stage, "teams": owners, "choices": ", ".join(str(one) for one in allowed)},
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
