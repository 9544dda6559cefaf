"""Who takes part in a run: the teams as desks, their members as takers with what is left for each."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from piste.assignment.fitting import Fits, both_languages
from piste.assignment.models import Run, Served
from piste.assignment.quotas import Given, Pair, daily, given, given_in, open_to, quota
from piste.kernel.criteria.parsing import Group, parse
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead
from piste.teams.models import Membership, Team

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
    # What was merged into records of his: it counts for him, but takes him no turn.
    joined: int = 0

    def takes(self, key: int) -> bool:
        return self.fits is None or key in self.fits

    def why(self, *, preferred: bool) -> dict[str, Any]:
        """The numbers as they are with this record."""
        last = IN_THIS_RUN if self.given > 1 else self.served and self.served.isoformat()
        return {
            "name": self.membership.user.name,
            "preferred": preferred,
            "member": self.words["preferred" if preferred else "filter"],
            "today": [self.got.today + self.joined + self.given, self.daily],
            "month": [self.got.month + self.joined + self.given, self.membership.capacity],
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
        return any(taker.takes(key) for taker in self.queue)

    def has_room_for(self, key: int) -> bool:
        return self.room > 0 and any(taker.left and taker.takes(key) for taker in self.queue)

    @property
    def named(self) -> dict[str, str]:
        english, french = self.team.name_en, self.team.name_fr
        return {"en": english or french, "fr": french or english}

    @property
    def load(self) -> float:
        return self.month / self.capacity if self.capacity else float("inf")


@dataclass
class Setup:
    """Asks once for all teams what each member was given, and when he was served; `skipped` collects those whose
    filter cannot be read."""

    fits: Fits
    at: datetime
    skipped: list[dict[str, str]]
    ignore_today: bool = False
    run: Run | None = None
    got: dict[Pair, Given] = field(default_factory=dict)
    in_run: dict[Pair, int] = field(default_factory=dict)
    served: dict[int, datetime] = field(default_factory=dict)

    def desks(self, teams: list[Team]) -> list[Desk]:
        rows = Membership.objects.active().filter(team__in=teams).select_related("user", "team").order_by("id")
        taking_part = open_to(list(rows), self.fits.asker.today)
        members: dict[int, list[Membership]] = defaultdict(list)
        for membership in taking_part:
            members[membership.team_id].append(membership)
        self.got, self.in_run = given(self.at, teams=[team.pk for team in teams]), given_in(self.run)
        self.served = Served.times([membership.pk for membership in taking_part])
        return [desk for team in teams if (desk := self._desk(team, members[team.pk]))]

    def _desk(self, team: Team, memberships: Collection[Membership]) -> Desk | None:
        filter = self._readable(team.filter, str(team))
        if filter is None:
            return None
        queue = [taker for membership in memberships if (taker := self._taker(membership))]
        # Whoever was never served comes first.
        queue.sort(key=lambda one: (one.served is not None, one.served, one.membership.pk))
        month = sum(his.month for (key, _user), his in self.got.items() if key == team.pk)
        return Desk(team, filter, self.fits.keys(filter), both_languages(filter), queue, month)

    def _taker(self, membership: Membership) -> Taker | None:
        name = f"{membership.team}: {membership.user}"
        filter = self._readable(membership.filter, name)
        preferred = self._readable(membership.preferred_filter, name)
        if filter is None or preferred is None:
            return None
        pair = (membership.team_id, membership.user_id)
        got, in_run = self.got.get(pair, Given()), self.in_run.get(pair, 0)
        fits, prefers = self.fits.keys(filter), self.fits.keys(preferred) or frozenset()
        return Taker(
            membership=membership,
            got=got,
            left=quota(membership, got, self.at, ignore_today=self.ignore_today, in_run=in_run),
            daily=daily(membership.capacity, got.last, self.at),
            served=self.served.get(membership.pk),
            filter=filter,
            fits=fits,
            preferred=preferred,
            # Of the records that he takes: what his filter shuts out he is not asked for.
            prefers=prefers if fits is None else prefers & fits,
            words={"filter": both_languages(filter), "preferred": both_languages(preferred)},
        )

    def _readable(self, said: Any, name: str) -> Group | None:
        """The filter; None for one that cannot be read, which is listed, and never taken for "all" (05.B2)."""
        try:
            return parse(Lead.noun, said)
        except Refused as refused:
            self.skipped.append({"name": name, "cause": refused.message})
            return None
