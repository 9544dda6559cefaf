"""How many records each member may be given in a run (05.17-05.19), from two questions about all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from piste.accounts.models import User
from piste.assignment.models import Placement, Run
from piste.pipeline.loads import MONTH
from piste.pipeline.models import Lead
from piste.teams.models import Membership

DAY = timedelta(days=1)
# From here on a thirtieth, rounded half up, is at least one a day.
DAILY_FROM = 15


@dataclass(frozen=True, slots=True)
class Given:
    """What was assigned to somebody in a team, any way: over 30 days, over 24 hours, and the last time."""

    month: int = 0
    today: int = 0
    last: datetime | None = None


Pair = tuple[int, int]


def given(at: datetime, *, teams: Collection[int]) -> dict[Pair, Given]:
    """By team and user; closed and archived records count too."""
    # Of all teams, between two moments: only so SQLite takes the index by date, not all that these teams ever had.
    month = Q(assigned_at__gt=at - MONTH, assigned_at__lte=at)
    rows = Lead._base_manager.filter(month, deleted_at=None).exclude(owner=None)
    today = Count("pk", filter=Q(assigned_at__gt=at - DAY))
    sums = rows.order_by().values_list("team", "owner").annotate(Count("pk"), Max("assigned_at"), today=today)
    return {(team, owner): Given(month, today, last) for team, owner, month, last, today in sums if team in teams}


def daily(capacity: int, last: datetime | None, at: datetime) -> int:
    """A thirtieth of the capacity; where that is less than one, one when the last is long enough ago (05.17)."""
    if capacity >= DAILY_FROM:
        return (capacity + DAILY_FROM) // 30
    if capacity == 0:
        return 0
    return 1 if last is None or at - last >= MONTH / capacity else 0


def quota(membership: Membership, got: Given, at: datetime, *, ignore_today: bool = False, in_run: int = 0) -> int:
    """What is left for him in this run. The cap holds whatever is ignored (05.18)."""
    taken = in_run if ignore_today else got.today
    by_day = daily(membership.capacity, got.last, at) - taken
    return max(0, min(by_day, membership.capacity - got.month))


def given_in(run: Run | None) -> dict[Pair, int]:
    """What a run that was stopped has given already."""
    if run is None:
        return {}
    rows = Placement._default_manager.filter(run=run).order_by().values_list("team", "user").annotate(Count("pk"))
    return {(team, user): count for team, user, count in rows}


def open_to(memberships: list[Membership], day) -> list[Membership]:
    """Who takes part: not paused, not away, active, and able to own records (05.19)."""
    users = {membership.user_id for membership in memberships}
    able = set(User.objects.assignable().filter(pk__in=users).values_list("pk", flat=True))
    return [
        one for one in memberships if one.assigns and one.capacity and not one.is_absent(day) and one.user_id in able
    ]
