"""Where somebody looks first: at his own deals, or, owning none, at those he looks after."""

from django.db.models import QuerySet, Sum
from django.urls import reverse

from piste.kernel.prepared import prepared
from piste.pipeline.filters import Filter, Scope
from piste.pipeline.models import BoardTotal
from piste.teams.reach import wide_team_ids


def open_deals(user) -> int:
    """How many open opportunities are the user's own, by the ledger; asked once for each request's user."""
    if not hasattr(user, "_open_deals"):
        user._open_deals = sum(_held(user.pk)) if user.sells else 0
    return user._open_deals


@prepared
def _held(owner: int) -> QuerySet:
    lines = BoardTotal.objects.filter(owner=owner, stage__is_won=False).order_by()
    return lines.values("owner").annotate(held=Sum("count")).values_list("held", flat=True)


def first_scope(user) -> Scope:
    """Whose board is worth looking at: nobody begins the day with an empty one while others have deals he sees."""
    if open_deals(user):
        return Scope.MINE
    if user.sees_all:
        return Scope.ALL
    return Scope.TEAM if wide_team_ids(user) else Scope.MINE


def first_board(user) -> str:
    return reverse("pipeline:board") + Filter(scope=first_scope(user)).query()
