"""Team pipelines: one tile for each team, its figures under the reader's rights, in a fixed number of questions
(05.9-05.12). Every figure leads to exactly the records that it counts."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import orjson
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.http import urlencode

from piste.accounts.models import Site
from piste.kernel.clock import day_begins, today
from piste.pipeline.filters import Filter, Scope, Show
from piste.pipeline.first_answers import UNANSWERED, Clock, ticking, watched_since
from piste.pipeline.models import BoardTotal, Lead, TeamFollower
from piste.pipeline.querysets import LeadQuerySet, shared_with
from piste.teams.models import Team
from piste.teams.querysets import TeamQuerySet

WEEKS = 5
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Figure:
    """How many records, what they are worth, and where they are listed."""

    count: int
    url: str
    revenue: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Week:
    """What came in that week; `height` is its part of the highest bar, in hundredths."""

    begins: date
    count: int
    height: int
    url: str


@dataclass
class Tile:
    team: Team
    favourite: bool
    followed: bool
    open: Figure
    unassigned: Figure
    overdue: Figure
    # With a target for the first answer only: which are due soon, and which are missed.
    answers: list[tuple[Clock, Figure]]
    makes_leads: bool
    weeks: list[Week] = field(default_factory=list)

    def board(self) -> str:
        return _at("pipeline:board", self.team)

    def leads(self) -> str:
        return _at("pipeline:leads", self.team, kind=Lead.Kind.LEAD)

    def opportunities(self) -> str:
        return _at("pipeline:leads", self.team)

    def report_of_leads(self) -> str:
        return _at("pipeline:pivot", self.team, kind=Lead.Kind.LEAD)

    def report_of_pipeline(self) -> str:
        return _at("pipeline:pivot", self.team)

    def report_of_activities(self) -> str:
        said = {"whose": "all", "f": _condition("team", "is", self.team.pk)}
        return f"{reverse('activities:pivot')}?{urlencode(said)}"


Sums = dict[int, tuple[Any, ...]]


def tiles(user) -> list[Tile]:
    """Those of one's own teams; of all for those who manage. Favourites come first."""
    teams = list(shown_teams(user).order_by("sequence", "id"))
    favourites = set(Team.objects.visible_to(user).filter(favourite_of=user).values_list("pk", flat=True))
    followed = set(TeamFollower.objects.visible_to(user).values_list("team", flat=True))
    keys, day = [team.pk for team in teams], today(user)
    held, waiting = _held(user, keys), _waiting(user, keys)
    late, new = _late(user, keys, day), _new(user, day)
    clocks = _clocks(user, [team.pk for team in teams if team.answer_hours])
    kinds = {Team.UsesLeads.YES, *([Team.UsesLeads.AS_SITE] if Site.current().uses_leads else [])}
    late_f = _condition("expected_closing", "before", day.isoformat())
    found = [
        Tile(
            team=team,
            favourite=team.pk in favourites,
            followed=team.pk in followed,
            open=_figure(held, team, show=Show.OPEN),
            unassigned=_figure(waiting, team, kind=Lead.Kind.LEAD, scope=Scope.UNASSIGNED),
            overdue=_figure(late, team, show=Show.OPEN, f=late_f),
            answers=_answers(clocks, team),
            makes_leads=team.uses_leads in kinds,
            weeks=_weeks(new.get(team.pk, (0,) * WEEKS), team, day),
        )
        for team in teams
    ]
    return sorted(found, key=lambda tile: not tile.favourite)


def shown_teams(user) -> TeamQuerySet:
    """The teams that one leads or works in; managers see all (05.9)."""
    return Team.objects.visible_to(user).current() if user.manages else Team.objects.worked_by(user)


def _held(user, teams: list[int]) -> Sums:
    if shared_with(user):
        # The ledger knows nothing of shares: whoever has some is counted what he sees.
        return _worth(Lead.objects.visible_to(user).board().filter(team__in=teams, closed_at=None))
    lines = BoardTotal.objects.visible_to(user).filter(team__in=teams, stage__is_won=False)
    return _by_team(lines.order_by().values_list("team").annotate(Sum("count"), Sum("revenue")))


def _waiting(user, teams: list[int]) -> Sums:
    # Column by column: so both databases meet the index of what waits.
    waits = Q(kind=Lead.Kind.LEAD, owner=None, closed_at=None, deleted_at=None, archived=False)
    rows = Lead.objects.visible_to(user).filter(waits, team__in=teams)
    return _by_team(rows.order_by().values_list("team").annotate(count=Count("*")))


def _late(user, teams: list[int], day: date) -> Sums:
    rows = Lead.objects.visible_to(user).board().filter(team__in=teams, closed_at=None, expected_closing__lt=day)
    return _worth(rows)


def _new(user, day: date) -> Sums:
    """How many opportunities came in each of the last weeks, whatever became of them.

    Of all teams that the user sees something of: asked for some of them, SQLite would read all that these ever had.
    """
    mondays = _mondays(day)
    limits = [day_begins(monday, user.time_zone) for monday in [*mondays, mondays[-1] + WEEK]]
    rows = Lead.objects.visible_to(user).filter(kind=Lead.Kind.OPPORTUNITY, archived=False)
    rows = rows.filter(created_at__gte=limits[0], created_at__lt=limits[-1])
    counts = {
        f"week_{place}": Count("pk", filter=Q(created_at__gte=limits[place], created_at__lt=limits[place + 1]))
        for place in range(WEEKS)
    }
    return _by_team(rows.order_by().values_list("team").annotate(**counts))


def _clocks(user, teams: list[int]) -> Sums:
    """How many first answers are due soon, and how many are missed."""
    if not teams:
        return {}
    counts = {clock.value: Count("pk", filter=ticking(clock)) for clock in Clock}
    rows = Lead.objects.visible_to(user).filter(UNANSWERED, team__in=teams, created_at__gt=watched_since())
    return _by_team(rows.order_by().values_list("team").annotate(**counts))


def _answers(clocks: Sums, team: Team) -> list[tuple[Clock, Figure]]:
    if not team.answer_hours:
        return []
    at = reverse("pipeline:first_answers")
    counts = clocks.get(team.pk, (0,) * len(Clock))
    return [
        (clock, Figure(count, f"{at}?{urlencode({'clock': clock.value, 'team': str(team.pk)})}"))
        for clock, count in zip(Clock, counts, strict=True)
    ]


def _worth(rows: LeadQuerySet) -> Sums:
    # Rows, not their keys: the index of late ones holds no keys.
    return _by_team(rows.order_by().values_list("team").annotate(count=Count("*"), worth=Sum("expected_revenue")))


def _by_team(rows) -> Sums:
    return {team: tuple(sums) for team, *sums in rows}


def _mondays(day: date) -> list[date]:
    monday = day - timedelta(days=day.weekday())
    return [monday - WEEK * (WEEKS - 1 - place) for place in range(WEEKS)]


def _figure(sums: Sums, team: Team, **filter: Any) -> Figure:
    count, *revenue = sums.get(team.pk, (0,))
    worth = (revenue[0] if revenue else None) or Decimal(0)
    return Figure(count or 0, _at("pipeline:leads", team, **filter), worth)


def _weeks(counts: tuple[int, ...], team: Team, day: date) -> list[Week]:
    highest = max(*counts, 1)
    return [
        Week(monday, count, round(100 * count / highest), _at("pipeline:leads", team, show=Show.ANY, f=_within(monday)))
        for monday, count in zip(_mondays(day), counts, strict=True)
    ]


def _within(monday: date) -> str:
    return _condition("created", "between", [monday.isoformat(), (monday + timedelta(days=6)).isoformat()])


def _condition(name: str, op: str, value: Any) -> str:
    return orjson.dumps({"all": [{"f": name, "op": op, "v": value}]}).decode()


def _at(route: str, team: Team, *, scope: Scope = Scope.ALL, **values: Any) -> str:
    return reverse(route) + Filter(scope=scope, team=team.pk, **values).query()
