"""Which records wait for somebody (05.14)."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from piste.assignment.models import Assignment, Run
from piste.pipeline.models import Lead
from piste.pipeline.querysets import LeadQuerySet

# More than any run gives: the best ones are looked at, the others wait for the next run.
AT_MOST = 50_000
NAMED = 200
COUNTED = 10_000
# The most promising first, then the oldest.
ORDER = ("-probability", "created_at", "pk")


def waiting(teams: Collection[int], run: Run | None = None) -> LeadQuerySet:
    """Open records that nobody owns, of no team or of one of these; for a run on arrival those that it took."""
    # Open is what is not closed: by that column the index of these records is met on both databases.
    rows = Lead.objects.filter(owner=None, closed_at=None, deleted_at=None, archived=False)
    if run is not None and run.on_arrival:
        # Their own team may take no part: then this is said of them.
        return rows.filter(arrival__run=run)
    return rows.filter(Q(team=None) | Q(team__in=teams))


def in_time(rules: Assignment, teams: Collection[int], at: datetime, run: Run | None = None) -> LeadQuerySet:
    return waiting(teams, run).filter(_window(rules, at))


def out_of_time(rules: Assignment, teams: Collection[int], at: datetime, run: Run | None = None) -> LeadQuerySet:
    window = _window(rules, at)
    return waiting(teams, run).filter(~window) if window else waiting(teams).none()


def chosen(rows: LeadQuerySet) -> list[tuple[int, int | None]]:
    """Keys and teams, in the order in which they are given."""
    return list(rows.order_by(*ORDER).values_list("pk", "team")[:AT_MOST])


def first(rows: LeadQuerySet) -> list[int]:
    return list(rows.order_by("-created_at", "-pk").values_list("pk", flat=True)[:NAMED])


def counted(rows: LeadQuerySet) -> int:
    """Exactly, as far as that is worth its price."""
    return rows.order_by()[: COUNTED + 1].count()


def _window(rules: Assignment, at: datetime) -> Q:
    window = Q()
    if rules.min_age_hours:
        window &= Q(created_at__lte=at - timedelta(hours=rules.min_age_hours))
    if rules.max_age_days:
        window &= Q(created_at__gte=at - timedelta(days=rules.max_age_days))
    return window
