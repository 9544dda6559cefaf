"""Automatic assignment, for programs of managers."""

from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from piste.accounts.models import User
from piste.assignment import jobs, sharing, shown
from piste.assignment.bands import Banding, bands
from piste.assignment.explaining import explained
from piste.assignment.models import Assignment, Placement, Run
from piste.assignment.planning import plan
from piste.assignment.verbs import configuring
from piste.assignment.verbs.running import start
from piste.history.recording import looked_at
from piste.kernel.rest import Changes, Key, PageIn, Said, chosen, link, page_of, paged, version_seen
from piste.teams.models import Membership, Team

router = Router(tags=["assignment"])


class AssignmentIn(Changes):
    """What is left out stays as it is."""

    mode: Literal["off", "by_hand", "by_clock"] = "off"
    every: int = Field(1, ge=1, le=99)
    unit: Literal["minutes", "hours", "days", "weeks"] = "days"
    min_age_hours: int = Field(0, ge=0, le=9999)
    max_age_days: int = Field(7, ge=0, le=9999, description="0: no limit")
    merges_duplicates: bool = True
    on_arrival: bool = Field(False, description="a new record without owner is given at once")
    version: Key | None = Field(None, description="the version that you read; or send it as If-Match")


class AskedIn(Said):
    team: Key | None = Field(None, description="left out: all teams that take part")
    ignore_today: bool = Field(False, description="what was given today does not count; the cap over 30 days does")

    def values(self, user: User) -> dict[str, Any]:
        teams = Team.objects.visible_to(user).current()
        return {"team": chosen(teams, self.team, field="team"), "ignore_today": self.ignore_today}


class TeamPartIn(Changes):
    """What is left out stays as it is."""

    assigns: bool = False
    filter: dict[str, Any] = Field({}, description="conditions on lead records; empty: every record")
    converts_assigned: bool = Field(False, description="a lead that is given becomes an opportunity at once")


class FiltersIn(Changes):
    """What is left out stays as it is."""

    filter: dict[str, Any] = {}
    preferred_filter: dict[str, Any] = {}


class RulesOut(Schema):
    mode: Literal["off", "by_hand", "by_clock"]
    every: int
    unit: Literal["minutes", "hours", "days", "weeks"]
    min_age_hours: int
    max_age_days: int
    merges_duplicates: bool
    on_arrival: bool
    version: int


class MemberPartOut(Schema):
    version: int
    user: int = link("user")
    capacity: int
    assigns: bool
    absent_from: date | None
    absent_until: date | None
    filter: dict[str, Any]
    preferred_filter: dict[str, Any]


class TeamPartOut(Schema):
    team: int = link("team")
    version: int
    assigns: bool
    filter: dict[str, Any]
    converts_assigned: bool
    members: list[MemberPartOut]


class GivenOut(Schema):
    lead: int = link("lead")
    team: int = link("team")
    user: int = link("user")
    why: str


class PlacementOut(GivenOut):
    id: int


class LeftOut(Schema):
    lead: int = link("lead")
    reason: str


class RunMergedOut(Schema):
    into: int = link("lead")
    leads: list[int] = link("lead")
    owner: int | None = link("user")


class RunSkippedOut(Schema):
    name: str
    cause: str


class PreviewOut(Schema):
    placed: list[GivenOut]
    left: list[LeftOut]
    counts: dict[str, int] = Field(description="how many are left, by reason")
    merged: list[RunMergedOut]
    skipped: list[RunSkippedOut] = Field(description="teams and members whose filter cannot be read")


class RunOut(Schema):
    id: int
    by: int | None = link("user")
    team: int | None = link("team")
    ignore_today: bool
    on_arrival: bool = Field(description="it gave what had just arrived, and nothing else")
    started_at: datetime
    finished_at: datetime | None
    at_work: bool
    planned: int
    given: int
    merged: int
    left_over: dict[str, int]
    skipped: list[RunSkippedOut]
    error: str
    change_set: int | None
    undone: bool


class PartOut(Schema):
    user: int = link("user")
    given: int = Field(description="over 30 days, any way, closed and archived records too")
    capacity: int | None = Field(description="null: no member any more")
    percent: int = Field(description="of what the team was given")
    due_percent: int | None = Field(description="his capacity, of the team's; null: nothing is given to him")
    bands: dict[str, int]
    last: datetime | None = Field(description="when he was last given a record, any way")
    served: datetime | None = Field(description="when a run last gave him one")


class TeamShareOut(Schema):
    team: int = link("team")
    given: int
    members: list[PartOut]


class FairnessOut(Schema):
    items: list[TeamShareOut]


@router.get(
    "/fairness",
    operation_id="assignment_fairness",
    summary="What each was given over 30 days: managers of all teams, leaders of their own",
    response=FairnessOut,
)
def read_fairness(request: HttpRequest, by: Literal["probability", "priority"] = "probability") -> dict[str, Any]:
    """`bands` counts by where a band of probability begins (0, 25, 50, 75), or by priority (0 to 3)."""
    if not sharing.may_look(request.user):
        raise Http404
    return {"items": shown.shares_out(sharing.shares(request.user, Banding(by)), bands(Banding(by)))}


@router.get("", operation_id="assignment_read", summary="How records are assigned", response=RulesOut)
def read(request: HttpRequest) -> dict[str, Any]:
    return _out(_managed(request))


@router.patch("", operation_id="assignment_edit", summary="Change how records are assigned", response=RulesOut)
def edit(request: HttpRequest, said: AssignmentIn) -> dict[str, Any]:
    rules, seen = _managed(request), version_seen(request, said.version)
    values = said.dict(exclude_unset=True, exclude={"version"})
    return _out(configuring.configure(rules, by=request.user, seen=seen, **values))


@router.get("/teams/{int:pk}", operation_id="assignment_team", summary="How a team takes part", response=TeamPartOut)
def read_team(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _team_out(request, get_object_or_404(Team.objects.editable_by(request.user), pk=pk))


@router.patch(
    "/teams/{int:pk}", operation_id="assignment_edit_team", summary="Change how a team takes part", response=TeamPartOut
)
def edit_team(request: HttpRequest, pk: int, said: TeamPartIn) -> dict[str, Any]:
    team = get_object_or_404(Team.objects.editable_by(request.user), pk=pk)
    values = {"filter": team.filter} | said.dict(exclude_unset=True, exclude={"assigns"})
    with _as_seen(request, team):
        configuring.set_filter(team, by=request.user, **values)
        if "assigns" in said.model_fields_set:
            configuring.take_part(team, by=request.user, on=said.assigns)
    return _team_out(request, team)


@router.patch(
    "/teams/{int:pk}/members/{int:user}",
    operation_id="assignment_filters",
    summary="Filters of a member",
    response=MemberPartOut,
)
def edit_filters(request: HttpRequest, pk: int, user: Key, said: FiltersIn) -> dict[str, Any]:
    rows = Membership.objects.editable_by(request.user).active().select_related("team", "user")
    membership = get_object_or_404(rows, team=pk, user=user)
    with _as_seen(request, membership):
        configuring.set_filters(membership, by=request.user, **said.dict(exclude_unset=True))
    return _member_out(membership)


@router.post(
    "/preview",
    operation_id="assignment_preview",
    summary="What a run would give; nothing is written",
    response=PreviewOut,
)
def preview(request: HttpRequest, said: AskedIn) -> dict[str, Any]:
    _managed(request)
    return shown.plan_out(plan(**said.values(request.user)))


@router.get("/runs", operation_id="assignment_runs", summary="Runs, newest first", response=page_of(RunOut))
def list_runs(request: HttpRequest, at: Query[PageIn], on_arrival: bool | None = None) -> dict[str, Any]:
    rows = Run.objects.visible_to(request.user).select_related("change_set").prefetch_related("change_set__undone_by")
    if on_arrival is not None:
        rows = rows.filter(on_arrival=on_arrival)
    return paged(rows, shown.run_out, at, order=["-id"])


@router.post("/runs", operation_id="assignment_run", summary="Begin a run", response={202: RunOut})
def begin(request: HttpRequest, said: AskedIn) -> Status:
    _managed(request)
    begun = start(by=request.user, **said.values(request.user))
    jobs.assign.enqueue(begun.pk)
    return Status(202, shown.run_out(begun))


@router.get("/runs/{int:pk}", operation_id="assignment_run_read", summary="One run", response=RunOut)
def read_run(request: HttpRequest, pk: int) -> dict[str, Any]:
    rows = Run.objects.visible_to(request.user).select_related("change_set").prefetch_related("change_set__undone_by")
    return shown.run_out(get_object_or_404(rows, pk=pk))


@router.get(
    "/runs/{int:pk}/placements",
    operation_id="assignment_placements",
    summary="What a run gave, and why",
    response=page_of(PlacementOut),
)
def list_placements(request: HttpRequest, pk: int, at: Query[PageIn]) -> dict[str, Any]:
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
    return paged(Placement.objects.visible_to(request.user).filter(run=run), _placement_out, at)


def _managed(request: HttpRequest) -> Assignment:
    """The settings, for those who manage; for others there is nothing here."""
    current = Assignment.current()
    if not Assignment.objects.visible_to(request.user).exists():
        raise Http404
    return current


def _out(rules: Assignment) -> dict[str, Any]:
    names = ("mode", "every", "unit", "min_age_hours", "max_age_days", "merges_duplicates", "on_arrival", "version")
    return {name: getattr(rules, name) for name in names}


def _as_seen(request: HttpRequest, row: Team | Membership) -> AbstractContextManager[None]:
    """What somebody changed after the version that the caller names is not overwritten."""
    version = version_seen(request)
    return nullcontext() if version is None else looked_at(row.noun, row.pk, version)


def _team_out(request: HttpRequest, team: Team) -> dict[str, Any]:
    members = Membership.objects.visible_to(request.user).of_team(team)
    return {
        "team": team.pk,
        "version": team.version,
        "assigns": team.assigns,
        "filter": team.filter,
        "converts_assigned": team.converts_assigned,
        "members": [_member_out(membership) for membership in members],
    }


def _member_out(membership: Membership) -> dict[str, Any]:
    names = ("version", "capacity", "assigns", "absent_from", "absent_until", "filter", "preferred_filter")
    return {"user": membership.user_id} | {name: getattr(membership, name) for name in names}


def _placement_out(placement: Placement) -> dict[str, Any]:
    return {
        "id": placement.pk,
        "lead": placement.lead_id,
        "team": placement.team_id,
        "user": placement.user_id,
        "why": explained(placement.why),
    }
