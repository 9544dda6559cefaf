"""Who gets what, worked out without writing: the preview shows it, and the run does exactly that (05.14-05.23)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from piste.accounts.models import User
from piste.assignment import candidates
from piste.assignment.fitting import Fits, both_languages, site_asks
from piste.assignment.merging import Merging, mergings
from piste.assignment.models import Assignment, Leftover, Run, Served
from piste.assignment.quotas import Given, daily, given, given_in, open_to, quota
from piste.kernel.clock import now
from piste.kernel.criteria.parsing import Group, parse
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead
from piste.teams.models import Membership, Team

Reason = Leftover.Reason
# In explanations: he was served before in the same run.
IN_THIS_RUN = "run"


@dataclass(eq=False)
class Taker:
    """A member who takes part in the run."""

    membership: Membership
    got: Given
    left: int
    daily: int
    served: datetime | None
    filter: Group
    fits: frozenset[int] | None
    preferred: Group
    prefers: frozenset[int]
    words: dict[str, dict[str, str]]
    given: int = 0

    def takes(self, key: int) -> bool:
        return self.fits is None or key in self.fits

    def why(self, *, preferred: bool) -> dict[str, Any]:
        """The numbers as they are with this record."""
        last = IN_THIS_RUN if self.given > 1 else self.served and self.served.isoformat()
        return {
            "name": self.membership.user.name,
            "preferred": preferred,
            "member": self.words["preferred" if preferred else "filter"],
            "today": [self.got.today + self.given, self.daily],
            "month": [self.got.month + self.given, self.membership.capacity],
            "last": last,
        }


@dataclass(eq=False)
class Desk:
    """A team that takes part: its filter, and its members in the order in which they are served."""

    team: Team
    filter: Group
    fits: frozenset[int] | None
    words: dict[str, str]
    queue: list[Taker]
    month: int
    room: int = 0
    keys: list[int] = field(default_factory=list)
    # Those of the keys that were the team's before.
    own: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.room = sum(taker.left for taker in self.queue)
        self.capacity = sum(taker.membership.capacity for taker in self.queue)

    def suits(self, key: int) -> bool:
        return self.fits is None or key in self.fits

    def has_taker(self, key: int) -> bool:
        return any(taker.takes(key) or key in taker.prefers for taker in self.queue)

    @property
    def named(self) -> dict[str, str]:
        english, french = self.team.name_en, self.team.name_fr
        return {"en": english or french, "fr": french or english}

    @property
    def load(self) -> float:
        return self.month / self.capacity if self.capacity else float("inf")


@dataclass(frozen=True, slots=True)
class Placing:
    """A record, to whom it goes, and why."""

    lead: int
    team: Team
    taker: Taker
    why: dict[str, Any]

    @property
    def user(self) -> User:
        return self.taker.membership.user


@dataclass
class Plan:
    placings: list[Placing] = field(default_factory=list)
    left: dict[int, Reason] = field(default_factory=dict)
    # How many there are of each reason; of those outside of the time window only the first ones are named.
    counts: Counter = field(default_factory=Counter)
    skipped: list[dict[str, str]] = field(default_factory=list)
    # What is merged first; under the key of a record that waits, the one that stays in its place.
    mergings: list[Merging] = field(default_factory=list)
    kept: dict[int, int] = field(default_factory=dict)

    def leave(self, key: int, reason: Reason) -> None:
        self.left[self.kept.get(key, key)] = reason
        self.counts[reason.value] += 1


def plan(*, team: Team | None = None, ignore_today: bool = False, run: Run | None = None) -> Plan:
    """The same question gives the same answer, as long as nothing changes."""
    at, made, rules = now(), Plan(), Assignment.current()
    teams = [one for one in Team.objects.current().order_by("sequence", "id") if one.assigns]
    if team is not None:
        teams = [one for one in teams if one.pk == team.pk]
    rows = candidates.in_time(rules, [one.pk for one in teams], at)
    found = candidates.chosen(rows)
    desks = _desks(teams, Fits(rows), at, made, ignore_today=ignore_today, run=run)
    if rules.merges_duplicates:
        found = _merged(found, desks, made)
    _choose_teams(found, desks, made)
    for desk in desks:
        _distribute(desk, made)
    _leave_out_of_time(rules, teams, at, made)
    return made


def _merged(found: list[tuple[int, int | None]], desks: list[Desk], made: Plan) -> list[tuple[int, int | None]]:
    """What waits when the same is one: with its owner where it has one, for whom it counts (05.16)."""
    made.mergings = mergings([key for key, _team in found])
    of = {key: merging for merging in made.mergings for key in merging.keys}
    takers = {(desk.team.pk, taker.membership.user_id): taker for desk in desks for taker in desk.queue}
    for merging in made.mergings:
        if taker := takers.get((merging.team, merging.owner)):
            taker.given += 1
            taker.left = max(0, taker.left - 1)
    left, seen = [], set()
    for key, team in found:
        merging = of.get(key)
        if merging is None:
            left.append((key, team))
        elif merging.owner is None and merging.kept not in seen:
            seen.add(merging.kept)
            made.kept[key] = merging.kept
            left.append((key, merging.team))
    for desk in desks:
        desk.room = sum(taker.left for taker in desk.queue)
    return left


def _desks(
    teams: list[Team], fits: Fits, at: datetime, made: Plan, *, ignore_today: bool, run: Run | None
) -> list[Desk]:
    members: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.active().filter(team__in=teams).select_related("user", "team").order_by("id")
    taking_part = open_to(list(rows), site_asks().today)
    for membership in taking_part:
        members[membership.team_id].append(membership)
    got, in_run = given(at, teams=[team.pk for team in teams]), given_in(run)
    served = Served.times([membership.pk for membership in taking_part])
    desks = []
    for team in teams:
        filter = _readable(team.filter, str(team), made)
        if filter is None:
            continue
        queue = []
        for membership in members[team.pk]:
            pair = (team.pk, membership.user_id)
            his = got.get(pair, Given())
            left = quota(membership, his, at, ignore_today=ignore_today, in_run=in_run.get(pair, 0))
            taker = _taker(membership, his, left, at, served.get(membership.pk), fits, made)
            queue += [taker] if taker else []
        # Whoever was never served comes first.
        queue.sort(key=lambda one: (one.served is not None, one.served, one.membership.pk))
        month = sum(his.month for (key, _user), his in got.items() if key == team.pk)
        desks.append(Desk(team, filter, fits.keys(filter), both_languages(filter), queue, month))
    return desks


def _taker(
    membership: Membership, got: Given, left: int, at: datetime, served: datetime | None, fits: Fits, made: Plan
) -> Taker | None:
    name = f"{membership.team}: {membership.user}"
    filter, preferred = (_readable(said, name, made) for said in (membership.filter, membership.preferred_filter))
    if filter is None or preferred is None:
        return None
    return Taker(
        membership=membership,
        got=got,
        left=left,
        daily=daily(membership.capacity, got.last, at),
        served=served,
        filter=filter,
        fits=fits.keys(filter),
        preferred=preferred,
        prefers=fits.keys(preferred) or frozenset(),
        words={"filter": both_languages(filter), "preferred": both_languages(preferred)},
    )


def _readable(said: Any, name: str, made: Plan) -> Group | None:
    """The filter; None for one that cannot be read, which is listed, and never taken for "all" (05.B2)."""
    try:
        return parse(Lead.noun, said)
    except Refused as refused:
        made.skipped.append({"name": name, "cause": refused.message})
        return None


def _choose_teams(found: Iterable[tuple[int, int | None]], desks: list[Desk], made: Plan) -> None:
    """Records of a team stay there; any other goes to the team that has been given least for its size (05.15)."""
    by_team = {desk.team.pk: desk for desk in desks}
    for key, team in found:
        if team is not None:
            desk = by_team.get(team)
            fitting = [desk] if desk else []
        else:
            fitting = [desk for desk in desks if desk.suits(key)]
        if not fitting:
            made.leave(key, Reason.NO_TEAM)
            continue
        able = [desk for desk in fitting if desk.has_taker(key)]
        with_room = [desk for desk in able if desk.room > 0]
        if not with_room:
            made.leave(key, Reason.FULL if able else Reason.NO_MEMBER)
            continue
        # The first of equals: the teams stand in their order.
        chosen = min(with_room, key=lambda desk: desk.load)
        chosen.keys.append(key)
        chosen.own |= {key} if team is not None else set()
        chosen.room -= 1
        chosen.month += 1


def _distribute(desk: Desk, made: Plan) -> None:
    """First what somebody prefers, then all others, each to whoever was served longest ago (05.20)."""
    others = []
    for key in desk.keys:
        if any(key in taker.prefers for taker in desk.queue):
            taker = _next(desk, lambda one, key=key: key in one.prefers)
            if taker:
                _give(desk, taker, key, made, preferred=True)
                continue
        others.append(key)
    for key in others:
        if taker := _next(desk, lambda one, key=key: one.takes(key)):
            _give(desk, taker, key, made, preferred=False)
        else:
            made.leave(key, Reason.FULL if desk.has_taker(key) else Reason.NO_MEMBER)


def _next(desk: Desk, fits) -> Taker | None:
    return next((taker for taker in desk.queue if taker.left and fits(taker)), None)


def _give(desk: Desk, taker: Taker, key: int, made: Plan, *, preferred: bool) -> None:
    taker.left -= 1
    taker.given += 1
    desk.queue.remove(taker)
    desk.queue.append(taker)
    why = {"team": desk.named, "filter": desk.words, "own": key in desk.own} | taker.why(preferred=preferred)
    made.placings.append(Placing(made.kept.get(key, key), desk.team, taker, why))


def _leave_out_of_time(rules: Assignment, teams: list[Team], at: datetime, made: Plan) -> None:
    outside = candidates.out_of_time(rules, [team.pk for team in teams], at)
    for key in candidates.first(outside):
        made.left[key] = Reason.AGE
    if count := candidates.counted(outside):
        made.counts[Reason.AGE.value] = count
