"""Who was given what over 30 days, any way: by team, person and band, under the reader's rights, in a fixed number of
questions (05.X2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.http import urlencode

from piste.accounts.models import User
from piste.assignment.bands import Band, Banding, bands
from piste.assignment.models import Served
from piste.assignment.quotas import MONTH
from piste.kernel.clock import now
from piste.pipeline.models import Lead
from piste.pipeline.querysets import LeadQuerySet
from piste.teams.models import Membership, Team
from piste.teams.querysets import TeamQuerySet
from piste.teams.reach import led_team_ids

# Team and owner.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, and where exactly these records are listed."""

    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """One person's part of what his team was given; `capacity` is None for who is no member any more."""

    user: User
    given: Tally
    capacity: int | None
    percent: int
    due_percent: int | None
    bands: list[Tally]
    last: datetime | None
    served: datetime | None


@dataclass
class TeamShare:
    team: Team
    given: int = 0
    parts: list[Part] = field(default_factory=list)


def may_look(user: User) -> bool:
    """Managers see all teams, leaders their own ones."""
    return user.manages or bool(led_team_ids(user))


def teams_of(user: User) -> TeamQuerySet:
    teams = Team.objects.visible_to(user).current()
    return teams if user.manages else teams.filter(pk__in=led_team_ids(user))


def given_rows(user: User, at: datetime) -> LeadQuerySet:
    """What was assigned over 30 days and is still his to whom it was; closed and archived records too."""
    # Between two moments: a single limit is too little for SQLite to take the index by date.
    return Lead.objects.visible_to(user).filter(assigned_at__gt=at - MONTH, assigned_at__lte=at).exclude(owner=None)


def shares(user: User, by: Banding) -> list[TeamShare]:
    at, kinds = now(), bands(by)
    teams = list(teams_of(user).order_by("sequence", "id"))
    found = _counted(given_rows(user, at), kinds, {team.pk for team in teams})
    rows = Membership.objects.visible_to(user).active().filter(team__in=teams).select_related("user")
    members = {(one.team_id, one.user_id): one for one in rows}
    served = Served.times([one.pk for one in members.values()])
    gone = {owner for pair in found if pair not in members for owner in pair[1:]}
    people = User._base_manager.in_bulk(gone) | {one.user_id: one.user for one in members.values()}
    of_team: dict[int, list[int]] = defaultdict(list)
    for team, owner in {**members, **found}:
        of_team[team].append(owner)
    made = []
    for team in teams:
        line = _Line(team, by, kinds, found, members, served)
        owners = sorted(of_team[team.pk], key=lambda key: (people[key].name, key))
        made.append(TeamShare(team, line.total, [line.part(people[key]) for key in owners]))
    return made


def _counted(rows: LeadQuerySet, kinds: list[Band], teams: set[int]) -> dict[Pair, dict[str, Any]]:
    """By team and person, in one question. It is asked of all teams: asked for these, SQLite would read all that they
    ever had, however long ago."""
    each = {f"band_{place}": Count("pk", filter=band.condition) for place, band in enumerate(kinds)}
    sums = rows.order_by().values("team", "owner").annotate(given=Count("pk"), last=Max("assigned_at"), **each)
    return {(row["team"], row["owner"]): row for row in sums if row["team"] in teams}


@dataclass
class _Line:
    """What the parts of one team are made of."""

    team: Team
    by: Banding
    kinds: list[Band]
    found: dict[Pair, dict[str, Any]]
    members: dict[Pair, Membership]
    served: dict[int, datetime]

    def __post_init__(self) -> None:
        self.door = reverse("assignment:given")
        self.total = sum(row["given"] for (team, _owner), row in self.found.items() if team == self.team.pk)
        self.capacity = sum(self._capacities())

    def part(self, user: User) -> Part:
        pair = (self.team.pk, user.pk)
        row, membership = self.found.get(pair, {}), self.members.get(pair)
        given = row.get("given", 0)
        return Part(
            user=user,
            given=Tally(given, self._url(user)),
            capacity=membership.capacity if membership else None,
            percent=_percent(given, self.total),
            due_percent=_percent(membership.capacity, self.capacity) if membership and membership.assigns else None,
            bands=[Tally(row.get(f"band_{place}", 0), self._url(user, band)) for place, band in enumerate(self.kinds)],
            last=row.get("last"),
            served=self.served.get(membership.pk) if membership else None,
        )

    def _capacities(self) -> Iterable[int]:
        return (one.capacity for (team, _user), one in self.members.items() if team == self.team.pk and one.assigns)

    def _url(self, user: User, band: Band | None = None) -> str:
        said = {"team": self.team.pk, "user": user.pk} | ({"by": self.by.value, "band": band.key} if band else {})
        return f"{self.door}?{urlencode(said)}"


def _percent(part: int, whole: int) -> int:
    """Rounded half up."""
    return (200 * part + whole) // (2 * whole) if whole else 0
