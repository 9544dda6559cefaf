"""One step of a run: all or nothing, and never more than anybody may be given."""

from collections import Counter
from datetime import timedelta

from django.utils.translation import gettext as _

from piste.assignment import turns
from piste.assignment.merging import Merging
from piste.assignment.models import Leftover, Placement, Run
from piste.assignment.planning import Placing
from piste.assignment.quotas import given
from piste.history.recording import change_each, record_many, still_stands, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead
from piste.pipeline.process import Process
from piste.pipeline.verbs.assigning import assigned
from piste.pipeline.verbs.converting import convert_many
from piste.pipeline.verbs.merging import merge_many

Reason = Leftover.Reason


class Stopped(Exception):
    """The run was undone, or another worker goes on with it."""


@verb
def give(run: Run, placings: list[Placing], *, token: str, totals: Counter) -> list[Leftover]:
    """Gives each record as planned, unless it changed meanwhile; returns what was left and why."""
    if locked(run).token != token or not still_stands(run.acts):
        raise Stopped
    leads = {lead.pk: lead for lead in locked_many(_rows(placings))}
    fit, left = _sorted_out(run, placings, leads)
    process = Process()
    wanted = {placing.lead: placing for placing in fit}
    rows = [leads[placing.lead] for placing in fit]
    changes = change_each(rows, lambda lead: assigned(lead, wanted[lead.pk].user, wanted[lead.pk].team, process))
    record_many(rows, "lead.given", by=run.by, changes=changes, facts=_facts(run, fit, totals))
    _convert(fit, by=run.by)
    _log(run, fit)
    run.given, run.beat_at = run.given + len(fit), now()
    run.save(update_fields=["given", "beat_at"])
    return left


@verb
def unite(run: Run, mergings: list[Merging], *, token: str) -> list[Leftover]:
    """Merges what is surely the same, unless one of the records changed hands meanwhile (05.16); returns what was left
    and why."""
    if locked(run).token != token or not still_stands(run.acts):
        raise Stopped
    keys = [key for merging in mergings for key in merging.keys]
    known = Lead._base_manager.filter(pk__in=keys, merged_into=None, deleted_at=None)
    leads = {lead.pk: lead for lead in locked_many(known.only("owner", "outcome"))}
    fit = [merging for merging in mergings if _is_as_planned(merging, leads)]
    merge_many([[leads[key] for key in merging.keys] for merging in fit], by=run.by)
    run.merged, run.beat_at = run.merged + sum(len(merging.keys) - 1 for merging in fit), now()
    run.save(update_fields=["merged", "beat_at"])
    changed = Refused(_("A duplicate was changed meanwhile."))
    return [Leftover.failed(run, merging.keys[0], changed) for merging in mergings if merging not in fit]


def _is_as_planned(merging: Merging, leads: dict[int, Lead]) -> bool:
    rows = [leads[key] for key in merging.keys if key in leads]
    owners = {lead.owner_id for lead in rows} - {None, merging.owner}
    return len(rows) == len(merging.keys) and not owners and all(lead.is_open for lead in rows)


def _convert(placings: list[Placing], *, by) -> None:
    """Where the team wants it, a lead that was given is an opportunity from now on (05.21)."""
    keys = [placing.lead for placing in placings if placing.team.converts_assigned]
    leads = Lead.objects.filter(pk__in=keys, kind=Lead.Kind.LEAD)
    if keys and leads.exists():
        convert_many(leads, by=by)


def _rows(placings: list[Placing]):
    keys = [placing.lead for placing in placings]
    return Lead._base_manager.filter(pk__in=keys).select_related("stage", "team")


def _sorted_out(run: Run, placings: list[Placing], leads: dict[int, Lead]) -> tuple[list[Placing], list[Leftover]]:
    """Those that still wait and fit under the cap of their person, and the others."""
    got = given(now(), teams={placing.team.pk for placing in placings})
    month = Counter({pair: his.month for pair, his in got.items()})
    fit, left = [], []
    for placing in placings:
        lead, pair = leads.get(placing.lead), (placing.team.pk, placing.user.pk)
        if lead is None:
            continue
        if not _waits(lead, placing):
            left.append(Leftover(run=run, lead=lead, reason=Reason.CHANGED))
        elif month[pair] >= placing.taker.membership.capacity:
            left.append(Leftover(run=run, lead=lead, reason=Reason.FULL))
        else:
            month[pair] += 1
            fit.append(placing)
    return fit, left


def _waits(lead: Lead, placing: Placing) -> bool:
    free = lead.owner_id is None and lead.is_open and not lead.archived and lead.deleted_at is None
    return free and lead.team_id in (None, placing.team.pk)


def _facts(run: Run, placings: list[Placing], totals: Counter) -> dict[int, dict]:
    """Why each goes where it goes; the first one of each person says how many more he is given."""
    told = set(Placement._default_manager.filter(run=run).values_list("user", flat=True).distinct())
    facts = {}
    for placing in placings:
        facts[placing.lead] = {"why": placing.why, "run": run.pk}
        user = placing.user.pk
        if user not in told and totals[user] > 1:
            facts[placing.lead]["others"] = totals[user] - 1
        told.add(user)
    return facts


def _log(run: Run, placings: list[Placing]) -> None:
    at = now()
    # A microsecond apart, so that the order in which they were served is kept.
    moments = [at + timedelta(microseconds=place) for place in range(len(placings))]
    Placement._default_manager.bulk_create(
        Placement(run=run, lead_id=one.lead, team=one.team, user=one.user, why=one.why, at=moment)
        for one, moment in zip(placings, moments, strict=True)
    )
    served = {one.taker.membership.pk: moment for one, moment in zip(placings, moments, strict=True)}
    turns.keep(served)
