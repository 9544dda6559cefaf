"""What records become when they are merged: which one stays, and with which values (02.32, 02.33)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import escape

from piste.pipeline.facts import COLUMNS, RECURRING
from piste.pipeline.models import Lead, Stage
from piste.pipeline.process import Process
from piste.pipeline.values import reopened, staged, won

# What the dialog shows side by side, and lets the user pick.
PICKED = (
    *("title", "stage", "owner", "team", "company", "person", "contact_name", "company_name", "job_title"),
    *("email", "phone", "mobile", "website", "address", "language", "expected_revenue"),
    *("recurring_revenue", "expected_closing", "priority", "source", "medium", "campaign", "referrer", "colour"),
)
FILLED = tuple(name for name in PICKED if name not in ("stage", "priority", "address", "recurring_revenue"))
EARLIEST = ("created_at", "assigned_at", "converted_at")


def in_order(leads: Iterable[Lead]) -> list[Lead]:
    """As they were created; what is joined stands in this order."""
    return sorted(leads, key=lambda lead: (lead.created_at, lead.pk))


def survivor_of(leads: Iterable[Lead]) -> Lead:
    """The opportunity that was created first, else the record that was (02.32)."""
    return min(leads, key=lambda lead: (not lead.is_opportunity, lead.created_at, lead.pk))


def values_of(leads: list[Lead], survivor: Lead, picked: Mapping[str, int], process: Process) -> dict[str, Any]:
    """All the values of the survivor: its own, else the first filled ones; `picked` names the record of each other."""
    ordered = in_order(leads)
    others = [lead for lead in ordered if lead.pk != survivor.pk]
    by_key = {lead.pk: lead for lead in leads}
    first = {name: by_key[picked[name]] for name in PICKED if picked.get(name) in by_key}
    values: dict[str, Any] = {}
    for name in FILLED:
        values[name] = getattr(first[name], name) if name in first else _first_filled(name, [survivor, *others])
    values |= _address(survivor, others, first.get("address"))
    values |= _recurring(first.get("recurring_revenue"), [survivor, *others])
    values["priority"] = first["priority"].priority if "priority" in first else max(lead.priority for lead in leads)
    values |= _reach(values, [survivor, *others])
    values["tags"] = {tag.pk for lead in leads for tag in lead.tags.all()}
    values["notes"] = _notes(ordered)
    values["kind"] = Lead.Kind.OPPORTUNITY if any(lead.is_opportunity for lead in leads) else survivor.kind
    for name in EARLIEST:
        values[name] = min((moment for lead in leads if (moment := getattr(lead, name))), default=None)
    return values | _standing(leads, survivor, first.get("stage"), values["team"], process)


def _first_filled(name: str, leads: list[Lead]) -> Any:
    return next((getattr(lead, name) for lead in leads if lead.fills(name)), getattr(leads[0], name))


def _address(survivor: Lead, others: list[Lead], chosen: Lead | None) -> dict[str, str]:
    """One block: the survivor's if any part of it is filled, else the fullest of the others."""
    names = COLUMNS["address"]

    def fullness(lead: Lead) -> int:
        return sum(bool(getattr(lead, name)) for name in names)

    source = chosen or (survivor if fullness(survivor) else max(others, key=fullness, default=survivor))
    return {name: getattr(source, name) for name in names}


def _recurring(chosen: Lead | None, leads: list[Lead]) -> dict[str, Any]:
    """Amount and plan belong together: of the one that was picked, else the first that has an amount."""
    source = chosen or next((lead for lead in leads if lead.fills("recurring_revenue")), leads[0])
    return {name: getattr(source, name) for name in RECURRING}


def _reach(values: dict[str, Any], leads: list[Lead]) -> dict[str, Any]:
    """Every other e-mail becomes an extra one, and the first other phone the mobile number where there is none."""
    emails = dict.fromkeys(address for lead in leads for address in lead.emails)
    emails.pop(values["email"], None)
    numbers = dict.fromkeys(number for lead in leads for number in (lead.mobile, lead.phone) if number)
    numbers.pop(values["phone"], None)
    return {"extra_emails": list(emails), "mobile": values["mobile"] or next(iter(numbers), "")}


def _notes(ordered: list[Lead]) -> str:
    """All of them, under the title of each; a single one stays as it is."""
    noted = [lead for lead in ordered if lead.notes]
    if len(noted) < 2:
        return noted[0].notes if noted else ""
    return "".join(f"<h3>{escape(lead.title)}</h3>{lead.notes}" for lead in noted)


def _standing(leads: list[Lead], survivor: Lead, chosen: Lead | None, team: Any, process: Process) -> dict[str, Any]:
    """Open if any is open, else won if any is won; in a stage that fits that and the team (01.4, 01.19)."""
    archived = all(lead.archived for lead in leads)
    team_id = team and team.pk
    outcome = outcome_of(leads)
    stages = [lead.stage for lead in (chosen, survivor, *in_order(leads)) if lead and lead.outcome == outcome]
    stage = next((one for one in stages if one.pk in process.allowed(team_id)), None)
    if outcome == Lead.Outcome.WON:
        return won(survivor, stage or process.won(team_id)) | {"archived": archived}
    return _in_stage(survivor, stage or process.first(team_id), outcome) | {"archived": archived}


def outcome_of(leads: Iterable[Lead]) -> str:
    outcomes = {lead.outcome for lead in leads}
    return next(outcome for outcome in (Lead.Outcome.OPEN, Lead.Outcome.WON, Lead.Outcome.LOST) if outcome in outcomes)


def _in_stage(survivor: Lead, stage: Stage, outcome: str) -> dict[str, Any]:
    if survivor.outcome != outcome:
        return reopened(survivor, stage)
    if stage.pk == survivor.stage_id:
        return {}
    placed = staged(survivor, stage)
    automatic = survivor.probability_mode == Lead.ProbabilityMode.AUTOMATIC
    chance = stage.default_probability if outcome == Lead.Outcome.OPEN and automatic else survivor.probability
    return placed | {"probability": chance}
