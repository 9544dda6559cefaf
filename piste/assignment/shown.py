"""What the pages and the API show of plans and runs, in a fixed number of questions."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from piste.accounts.models import User
from piste.assignment.bands import Band
from piste.assignment.explaining import explained
from piste.assignment.models import Leftover, Placement, Run
from piste.assignment.planning import Plan
from piste.assignment.sharing import Part, TeamShare
from piste.history.merging import named
from piste.history.models import Event
from piste.pipeline.models import Lead
from piste.teams.models import Team

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a preview: to whom it would go and why, or why it stays."""

    lead: Lead
    team: Team | None = None
    user: User | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """The record that stays, those that it takes in, and whose it was already."""

    kept: Lead
    joined: str
    owner: User | None = None


def lead_and(*links: str) -> list[str]:
    """What is fetched with a row that names a record: the names of its customer, and these links."""
    return ["lead__company", "lead__person", *links]


def _leads(keys: Collection[int]) -> dict[int, Lead]:
    return Lead._base_manager.select_related("company", "person", "owner").in_bulk(keys)


def placed(plan: Plan) -> list[Row]:
    """The first ones, in the order in which they are given."""
    some = plan.placings[:SHOWN]
    leads = _leads([one.lead for one in some])
    return [Row(leads[one.lead], one.team, one.user, explained(one.why)) for one in some if one.lead in leads]


def unplaced(plan: Plan) -> list[Row]:
    some = list(plan.left.items())[:SHOWN]
    leads = _leads([key for key, _reason in some])
    return [Row(leads[key], why=str(reason.label)) for key, reason in some if key in leads]


def would_merge(plan: Plan) -> list[Merged]:
    some = plan.mergings[:SHOWN]
    leads = _leads({key for one in some for key in one.keys})
    owners: dict[int | None, User] = dict(User._base_manager.in_bulk([one.owner for one in some if one.owner]))
    others = [", ".join(named(leads[key]) for key in one.keys if key != one.kept) for one in some]
    return [Merged(leads[one.kept], names, owners.get(one.owner)) for one, names in zip(some, others, strict=True)]


def was_merged(run: Run) -> list[Merged]:
    """As the history of the run tells it; whose each one is by now."""
    if not run.merged:
        return []
    told = list(Event._base_manager.filter(change_set=run.change_set, name="lead.merged").order_by("id")[:SHOWN])
    leads = _leads([event.row_id for event in told])
    found = [(leads[event.row_id], event.facts["names"]) for event in told if event.row_id in leads]
    return [Merged(lead, names, lead.owner) for lead, names in found]


def reasons(counts: dict[str, int]) -> list[tuple[str, int]]:
    """How many were left, by reason in words."""
    return [(str(reason.label), counts[reason]) for reason in Leftover.Reason if counts.get(reason)]


def by_person(plan: Plan) -> list[tuple[Team, User, int]]:
    counted = Counter((one.team, one.user) for one in plan.placings)
    return [(team, user, count) for (team, user), count in counted.most_common()]


def given_by_person(run: Run) -> list[tuple[Team, User, int]]:
    """Team, person and how many, in three questions."""
    rows = Placement._default_manager.filter(run=run).order_by().values_list("team", "user").annotate(Count("pk"))
    found = sorted(rows, key=lambda row: -row[2])
    teams = Team._base_manager.in_bulk([team for team, _user, _count in found])
    users = User._base_manager.in_bulk([user for _team, user, _count in found])
    return [(teams[team], users[user], count) for team, user, count in found]


def placement_lines(placements: Iterable[Placement]) -> list[Row]:
    return [Row(one.lead, one.team, one.user, explained(one.why)) for one in placements]


def plan_out(plan: Plan) -> dict[str, Any]:
    """A preview for programs: everything that was worked out."""
    return {
        "placed": [
            {"lead": one.lead, "team": one.team.pk, "user": one.user.pk, "why": explained(one.why)}
            for one in plan.placings
        ],
        "left": [{"lead": key, "reason": reason.value} for key, reason in plan.left.items()],
        "counts": dict(plan.counts),
        "merged": [{"into": one.kept, "leads": list(one.keys), "owner": one.owner} for one in plan.mergings],
        "skipped": plan.skipped,
    }


def shares_out(shares: list[TeamShare], kinds: list[Band]) -> list[dict[str, Any]]:
    return [
        {"team": share.team.pk, "given": share.given, "members": [_part_out(part, kinds) for part in share.parts]}
        for share in shares
    ]


def _part_out(part: Part, kinds: list[Band]) -> dict[str, Any]:
    return {
        "user": part.user.pk,
        "given": part.given.number,
        "capacity": part.capacity,
        "percent": part.percent,
        "due_percent": part.due_percent,
        "bands": {band.key: tally.number for band, tally in zip(kinds, part.bands, strict=True)},
        "last": part.last,
        "served": part.served,
    }


def run_out(run: Run) -> dict[str, Any]:
    return {
        "id": run.pk,
        "by": run.by_id,
        "team": run.team_id,
        "ignore_today": run.ignore_today,
        "on_arrival": run.on_arrival,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "at_work": run.at_work,
        "planned": run.planned,
        "given": run.given,
        "merged": run.merged,
        "left_over": run.left_over,
        "skipped": run.skipped,
        "error": run.error,
        "change_set": run.change_set_id,
        "undone": run.is_undone,
    }
