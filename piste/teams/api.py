"""Sales teams and their members, for programs."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from piste.accounts.models import User
from piste.kernel.refusals import Refused
from piste.kernel.rest import (
    Amount,
    Changes,
    Day,
    Key,
    PageIn,
    Said,
    chosen,
    link,
    page_of,
    paged,
    shape,
    told,
    version_seen,
)
from piste.teams.models import Membership, Team
from piste.teams.targets import month_of
from piste.teams.verbs import configuring, members

router = Router(tags=["teams"])


class TeamIn(Changes):
    """What is left out stays as it is."""

    name_en: str = Field("", max_length=80)
    name_fr: str = Field("", max_length=80)
    colour: int = Field(0, ge=0, le=11)
    sequence: int = Field(10, ge=0, le=32767)
    leader: Key | None = None
    alias: str = Field("", max_length=64, description="not used before mail is set up")
    alias_writers: Literal["everyone", "known", "followers"] = "everyone"
    uses_leads: Literal["site", "yes", "no"] = Field("site", description="whether what it receives is a lead first")
    uses_pipeline: bool = Field(True, description="whether it has opportunities")
    monthly_target: Amount | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    answer_hours: int | None = Field(
        None, ge=1, le=999, description="within how many hours the first answer is due; null: no clock"
    )
    version: Key | None = Field(None, description="the version that you read; or send it as If-Match")

    def values(self, user: User) -> dict[str, Any]:
        values = self.dict(exclude_unset=True, exclude={"version"})
        if "leader" in values:
            values["leader"] = chosen(User.objects.visible_to(user), values["leader"], field="leader")
        return values


class TargetsIn(Said):
    months: dict[str, Amount | None] = Field(
        description='{"2026-12": "12000", "2027-01": null}; null: the usual target'
    )

    def values(self) -> dict[date, Decimal | None]:
        return {_month(said): amount for said, amount in self.months.items()}


def _month(said: str) -> date:
    try:
        return month_of(said)
    except ValueError:
        raise Refused(_("“%(month)s” is no month, such as 2026-12.") % {"month": said[:20]}, field="months") from None


class TeamOut(Schema):
    id: int
    version: int
    name_en: str
    name_fr: str
    colour: int
    sequence: int
    leader: int | None = link("user")
    alias: str
    alias_writers: str
    uses_leads: Literal["site", "yes", "no"]
    uses_pipeline: bool
    monthly_target: Decimal | None
    month_targets: dict[str, Decimal] = Field(description="months with a target of their own, as 2026-12")
    answer_hours: int | None
    members: list[int] = link("user")
    default: bool
    archived: bool


class MemberOut(Schema):
    user: int
    capacity: int
    assigns: bool
    absent_from: date | None
    absent_until: date | None
    version: int


class MembersOut(Schema):
    items: list[MemberOut]


class DeleteIn(Said):
    into: Key | None = Field(None, description="the team that takes its records")


class MembershipIn(Changes):
    """What is left out stays as it is."""

    capacity: int = Field(30, ge=0, le=32767, description="at most over 30 days")
    assigns: bool = True
    absent_from: Day | None = None
    absent_until: Day | None = None
    version: Key | None = Field(None, description="the version that you read; or send it as If-Match")


class PlaceIn(Said):
    place: int = Field(ge=0, le=32767, description="0 is the first")


class FavouriteIn(Said):
    on: bool = True


class MemberIn(Said):
    user: Key
    replace: bool = Field(False, description="leave the other team, where each person has one")


@router.get("", operation_id="teams_list", summary="Teams, by id", response=page_of(TeamOut))
def list_teams(request: HttpRequest, at: Query[PageIn], q: str = "", archived: bool | None = False) -> dict[str, Any]:
    rows = Team.objects.visible_to(request.user).filter(Q(name_en__icontains=q) | Q(name_fr__icontains=q))
    if archived is not None:
        rows = rows.filter(archived=archived)
    answer = paged(rows, lambda team: team, at)
    return answer | {"items": _out_many(answer["items"], request.user)}


@router.post("", operation_id="teams_create", summary="Create a team", response={201: TeamOut})
def create_team(request: HttpRequest, said: TeamIn) -> Status:
    if not request.user.manages:
        raise PermissionDenied(_("Teams are in the hands of managers."))
    return Status(201, _out(request, configuring.create_team(by=request.user, **said.values(request.user))))


@router.get("/{int:pk}", operation_id="teams_read", summary="One team", response=TeamOut)
def read_team(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(request, get_object_or_404(Team.objects.visible_to(request.user), pk=pk))


@router.patch("/{int:pk}", operation_id="teams_edit", summary="Change a team", response=TeamOut)
def edit_team(request: HttpRequest, pk: int, said: TeamIn) -> dict[str, Any]:
    team, seen = _editable(request, pk), version_seen(request, said.version)
    return _out(request, configuring.edit_team(team, by=request.user, seen=seen, **said.values(request.user)))


@router.post(
    "/{int:pk}/default", operation_id="teams_make_default", summary="Make it the default team", response=TeamOut
)
def make_default(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(request, configuring.make_default(_editable(request, pk), by=request.user))


@router.post("/{int:pk}/move", operation_id="teams_move", summary="Put it at that place of the list", response=TeamOut)
def move_team(request: HttpRequest, pk: int, said: PlaceIn) -> dict[str, Any]:
    return _out(request, configuring.move_team(_editable(request, pk), by=request.user, place=said.place))


@router.post(
    "/{int:pk}/favourite",
    operation_id="teams_favourite",
    summary="Show it first to the key's user, or not any more",
    response=TeamOut,
)
def favourite(request: HttpRequest, pk: int, said: FavouriteIn | None = None) -> dict[str, Any]:
    team = get_object_or_404(Team.objects.visible_to(request.user), pk=pk)
    return _out(request, configuring.favour(team, by=request.user, on=said.on if said else True))


@router.post("/{int:pk}/archive", operation_id="teams_archive", summary="Archive a team", response=TeamOut)
def archive_team(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(request, configuring.archive_team(_editable(request, pk), by=request.user))


@router.post("/{int:pk}/unarchive", operation_id="teams_unarchive", summary="Un-archive a team", response=TeamOut)
def unarchive_team(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(request, configuring.unarchive_team(_editable(request, pk), by=request.user))


@router.delete("/{int:pk}", operation_id="teams_delete", summary="Delete a team", response=TeamOut)
def delete_team(request: HttpRequest, pk: int, said: DeleteIn | None = None) -> dict[str, Any]:
    team, others = _editable(request, pk), Team.objects.editable_by(request.user).current()
    into = chosen(others, said.into, field="into") if said else None
    return _out(request, configuring.trash_team(team, by=request.user, into=into))


@router.get(
    "/{int:pk}/members",
    operation_id="teams_members",
    summary="The members and what they are given",
    response=MembersOut,
)
def list_members(request: HttpRequest, pk: int) -> dict[str, Any]:
    team = get_object_or_404(Team.objects.visible_to(request.user), pk=pk)
    return {"items": [_member_out(row) for row in Membership.objects.visible_to(request.user).of_team(team)]}


@router.patch(
    "/{int:pk}/members/{int:user}",
    operation_id="teams_edit_member",
    summary="Change what he is given",
    response=MemberOut,
)
def edit_member(request: HttpRequest, pk: int, user: Key, said: MembershipIn) -> dict[str, Any]:
    membership, seen = _membership(request, pk, user), version_seen(request, said.version)
    values = said.dict(exclude_unset=True, exclude={"version"})
    return _member_out(members.edit_member(membership, by=request.user, seen=seen, **values))


@router.patch("/{int:pk}/targets", operation_id="teams_targets", summary="Targets of single months", response=TeamOut)
def set_targets(request: HttpRequest, pk: int, said: TargetsIn) -> dict[str, Any]:
    """Months that are not named stay as they are."""
    return _out(request, configuring.set_targets(_editable(request, pk), by=request.user, months=said.values()))


@router.post("/{int:pk}/members", operation_id="teams_add_member", summary="Add a member", response=TeamOut)
def add_member(request: HttpRequest, pk: int, said: MemberIn) -> dict[str, Any]:
    team = _editable(request, pk)
    user = chosen(User.objects.visible_to(request.user), said.user, field="user")
    members.add_member(team, by=request.user, user=user, replace=said.replace)
    return _out(request, team)


@router.delete(
    "/{int:pk}/members/{int:user}", operation_id="teams_remove_member", summary="Remove a member", response=TeamOut
)
def remove_member(request: HttpRequest, pk: int, user: Key, handover_to: Key | None = None) -> dict[str, Any]:
    """`handover_to` names the colleague who takes over the open records that the member has in this team."""
    heir = chosen(User.objects.visible_to(request.user), handover_to, field="handover_to")
    members.remove_member(_membership(request, pk, user), by=request.user, handover_to=heir)
    return _out(request, _editable(request, pk))


def _editable(request: HttpRequest, pk: int) -> Team:
    return get_object_or_404(Team.objects.editable_by(request.user), pk=pk)


def _membership(request: HttpRequest, team: int, user: Key) -> Membership:
    rows = Membership.objects.editable_by(request.user).active().select_related("team", "user")
    return get_object_or_404(rows, team=team, user=user)


def _member_out(membership: Membership) -> dict[str, Any]:
    return told(MemberOut, membership, user=membership.user_id)


def _out(request: HttpRequest, team: Team) -> dict[str, Any]:
    return _out_many([team], request.user)[0]


@shape(Team, TeamOut)
def _out_many(teams: list[Team], user: User) -> list[dict[str, Any]]:
    """The teams with their members, in two statements more."""
    default = Team.objects.default()
    of_team: dict[int, list[int]] = defaultdict(list)
    rows = Membership.objects.visible_to(user).active().filter(team__in=teams).order_by("id")
    for team, member in rows.values_list("team", "user"):
        of_team[team].append(member)
    return [told(TeamOut, team, members=of_team[team.pk], default=team == default) for team in teams]
