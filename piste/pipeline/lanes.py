"""The board of leads, which have no stage that counts: its columns are salespeople, or teams (02.5)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, Self

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.accounts.models import User
from piste.activities.states import within
from piste.kernel.clock import now
from piste.kernel.paging import Slice, cut, following
from piste.pipeline.board import COLUMNS, ON_A_PAGE, Board, Head, Layout, Order, summed
from piste.pipeline.cards import Card, cards_by_key
from piste.pipeline.filters import Filter, Scope
from piste.pipeline.models import Lead, Stage
from piste.pipeline.totals import SUMS
from piste.teams.models import Team
from piste.teams.reach import team_ids

OWNER, TEAM = "owner", "team"
BY: dict[str, str | Promise] = {OWNER: gettext_lazy("Salesperson"), TEAM: gettext_lazy("Sales team")}
# Beyond these, those that hold the most are shown.
LANES_AT_MOST = 40
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Lane:
    """A column that is no stage; its key is that of a user or a team, 0 for none."""

    pk: int
    name: str
    folded: bool = False
    is_won: bool = False
    requirements: str = ""


class LaneBoard(Board):
    """Leads by who has them: the same cards, heads and pages as those of a stage."""

    move_door = "pipeline:to_lane"

    def __init__(self, user, filter: Filter, layout: Layout, by: str) -> None:
        # By hand is an order within a stage.
        super().__init__(user, filter, replace(layout, order=Order.PRIORITY) if layout.order == Order.HAND else layout)
        self.by = by

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        by = request.GET.get("lanes", "")
        return cls(request.user, Filter.of(request), Layout.of(request), by if by in BY else OWNER)

    @cached_property
    def heads(self) -> dict[int, Head]:
        found = summed(self.leads, partial(Count, "pk"), SUMS, "next_due", by=self.by)
        return {key or NOBODY: head for key, head in found.items()}

    @cached_property
    def stages(self) -> list[Any]:
        nobody = _("Nobody") if self.by == OWNER else _("No team")
        return [Lane(NOBODY, nobody), *self._lanes[0]]

    @property
    def left_out(self) -> int:
        """How many columns have no place here."""
        return self._lanes[1]

    @cached_property
    def _lanes(self) -> tuple[list[Lane], int]:
        """Whoever holds a lead or might: oneself and the colleagues of one's teams, or all teams; those that hold the
        most, and how many others there are."""
        held = [key for key in self.heads if key]
        rows: QuerySet
        if self.by == OWNER:
            near = Q(pk=self.user.pk) | Q(memberships__team__in=team_ids(self.user), memberships__active=True)
            candidates = User.objects.assignable().filter(near).values("pk")
            rows = User.objects.visible_to(self.user).filter(Q(pk__in=held) | Q(pk__in=candidates)).order_by("name")
        else:
            teams = Team.objects.visible_to(self.user)
            rows = teams.filter(Q(pk__in=held) | Q(pk__in=teams.current().values("pk"))).order_by("sequence", "pk")
        found = [Lane(row.pk, str(row)) for row in rows.distinct()]
        most = sorted(found, key=lambda lane: -self.heads.get(lane.pk, Head()).count)[:LANES_AT_MOST]
        shown = {lane.pk for lane in most}
        return [lane for lane in found if lane.pk in shown], len(found) - len(most)

    def cards(self, keys: Iterable[int]) -> list[Card]:
        found = self._drawn(list(self.leads.filter(pk__in=keys).values_list("pk", flat=True)))
        narrowed = {lane.pk: step for lane in self.stages if (step := self.layout.step_of(lane))}
        return [card for card in found.values() if narrowed.get(card.stage, card.urgency) == card.urgency]

    def _slice(self, stage: Any, cursor: str = "") -> Slice:
        order, step = COLUMNS[self.layout.order], self.layout.step_of(stage)
        rows = self.leads.filter(**{self.by: stage.pk} if stage.pk else {f"{self.by}__isnull": True})
        rows = rows.filter(within(step, now(), "next_due")) if step else rows
        asked = rows.values(*(name.lstrip("-") for name in order))
        return cut(list(following(asked, order=order, cursor=cursor, limit=ON_A_PAGE)), order=order, limit=ON_A_PAGE)

    def _read(self, slices: Iterable[Slice]) -> dict[int, Card]:
        return self._drawn([row["id"] for found in slices for row in found.rows])

    def _drawn(self, keys: list[int]) -> dict[int, Card]:
        """Cards that stand in a lane instead of their stage, whose chance and days say nothing of a lead."""
        stages, at = Stage.objects.visible_to(self.user), now()
        rows = Lead.objects.visible_to(self.user).filter(pk__in=keys).values_list("pk", self.by, "created_at")
        lanes = {key: (lane or NOBODY, (at - created).days) for key, lane, created in rows}
        found = cards_by_key(keys, stages, COLUMNS[self.layout.order][0])
        return {
            key: found[key]._replace(stage=lane, chance=None, days=days)
            for key, (lane, days) in lanes.items()
            if key in found
        }

    def preset(self, stage: Any) -> dict[str, Any]:
        return {"kind": Lead.Kind.LEAD, self.by: stage.pk}

    @property
    def title(self) -> str:
        return _("My leads") if self.filter.scope == Scope.MINE else _("Leads")

    @property
    def lanes(self) -> list[tuple[str, str, bool]]:
        """What columns can be: address, name, whether they are."""
        found = []
        for key, label in BY.items():
            beside = {**self.layout.beside, "lanes": "" if key == OWNER else key}
            layout = replace(self.layout, only=(), beside=beside)
            found.append((reverse("pipeline:board") + self.query(layout=layout), str(label), key == self.by))
        return found
