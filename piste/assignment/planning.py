"""Who gets what, worked out without writing: the preview shows it, and the run does exactly that (05.14-05.23)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from piste.accounts.models import User
from piste.assignment import candidates
from piste.assignment.desks import Desk, Setup, Taker
from piste.assignment.fitting import Fits
from piste.assignment.merging import Merging, mergings
from piste.assignment.models import Assignment, Leftover, Run
from piste.kernel.clock import now
from piste.pipeline.querysets import LeadQuerySet
from piste.teams.models import Team

Reason = Leftover.Reason


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
    rows = candidates.in_time(rules, [one.pk for one in teams], at, run)
    found = candidates.chosen(rows)
    setup = Setup(Fits(rows), at, made.skipped, ignore_today=ignore_today, run=run)
    desks = setup.desks(teams)
    if rules.merges_duplicates:
        found = _merged(found, desks, made)
    _choose_teams(found, desks, made)
    for desk in desks:
        _distribute(desk, made)
    _leave(candidates.out_of_time(rules, [one.pk for one in teams], at, run), made)
    return made


def _merged(found: list[tuple[int, int | None]], desks: list[Desk], made: Plan) -> list[tuple[int, int | None]]:
    """What waits when the same is one: with its owner where it has one, for whom it counts (05.16)."""
    made.mergings = mergings([key for key, _team in found])
    of = {key: merging for merging in made.mergings for key in merging.keys}
    takers = {(desk.team.pk, taker.membership.user_id): taker for desk in desks for taker in desk.queue}
    for merging in made.mergings:
        if taker := takers.get((merging.team or 0, merging.owner or 0)):
            taker.joined += 1
            taker.left = max(0, taker.left - 1)
    left, seen = [], set()
    for key, team in found:
        united = of.get(key)
        if united is None:
            left.append((key, team))
        elif united.owner is None and united.kept not in seen:
            seen.add(united.kept)
            made.kept[key] = united.kept
            left.append((key, united.team))
    for desk in desks:
        desk.room = sum(taker.left for taker in desk.queue)
    return left


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
        with_room = [desk for desk in able if desk.has_room_for(key)]
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


def _leave(outside: LeadQuerySet, made: Plan) -> None:
    """What lies outside of the time window."""
    for key in candidates.first(outside):
        made.left[key] = Reason.AGE
    if count := candidates.counted(outside):
        made.counts[Reason.AGE.value] = count
