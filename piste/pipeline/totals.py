"""What each column holds, kept as a ledger of differences (BoardTotal)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Expression, QuerySet, Sum

from piste.history.recording import chunks
from piste.kernel.clock import now
from piste.pipeline.models import BoardTotal, Lead

Key = tuple[int, int | None, int | None, datetime | None]
COLUMNS = [
    *("stage_id", "team_id", "owner_id", "next_due", "on_board"),
    *("expected_revenue", "weighted_revenue", "monthly_recurring"),
]
# What a column adds up of its records, after their number.
SUMS = ("expected_revenue", "weighted_revenue", "monthly_recurring")
NOTHING = Decimal(0)
# Long past days need no line each: everything before yesterday is overdue, however long.
LONG_AGO = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record counts, and how much."""

    key: Key
    counts: bool
    revenue: Decimal
    weighted: Decimal
    monthly: Decimal = NOTHING


def standings(keys: Iterable[int]) -> dict[int, Standing]:
    """How the database has these records now."""
    rows = Lead._base_manager.filter(pk__in=keys).values_list("pk", *COLUMNS)
    return {
        key: Standing((stage, team, owner, due), on_board, revenue or NOTHING, weighted, monthly or NOTHING)
        for key, stage, team, owner, due, on_board, revenue, weighted, monthly in rows
    }


def shift(before: Iterable[Standing], after: Iterable[Standing]) -> None:
    """Appends the differences between two states of some records."""
    sums: dict[Key, list] = defaultdict(_zeros)
    for sign, states in ((-1, before), (1, after)):
        for state in states:
            if state.counts:
                line = sums[state.key]
                line[0] += sign
                line[1] += sign * state.revenue
                line[2] += sign * state.weighted
                line[3] += sign * state.monthly
    BoardTotal.objects.bulk_create([_line(key, *line) for key, line in sums.items() if any(line)], batch_size=500)


def _zeros() -> list:
    return [0, NOTHING, NOTHING, NOTHING]


def _line(key: Key, count: int, revenue: Decimal, weighted: Decimal, monthly: Decimal) -> BoardTotal:
    stage, team, owner, due = key
    sums = {"count": count, "revenue": revenue, "weighted": weighted, "monthly": monthly}
    return BoardTotal(stage_id=stage, team_id=team, owner_id=owner, due=due, **sums)


def compact() -> int:
    """Adds up the lines of the same key, those of days long past in one; returns how many lines that saved."""
    horizon = (now() - LONG_AGO).replace(hour=0, minute=0, second=0, microsecond=0)
    alike: dict[Key, list[int]] = defaultdict(list)
    late: set[Key] = set()
    for pk, stage, team, owner, due in BoardTotal._base_manager.values_list("pk", "stage", "team", "owner", "due"):
        key = (stage, team, owner, max(due, horizon) if due else None)
        alike[key].append(pk)
        if due != key[3]:
            late.add(key)
    several = [pk for key, keys in alike.items() if len(keys) > 1 or key in late for pk in keys]
    return sum(_merge(keys, horizon) for keys in chunks(several))


@transaction.atomic
def _merge(keys: list[int], horizon: datetime) -> int:
    """One line for each key instead of these; in short transactions, for everybody who writes waits for them."""
    # Locked, so that two of us do not add up the same lines twice.
    lines = list(BoardTotal._base_manager.select_for_update().filter(pk__in=keys))
    sums: dict[Key, list] = defaultdict(_zeros)
    for line in lines:
        total = sums[line.stage_id, line.team_id, line.owner_id, max(line.due, horizon) if line.due else None]
        total[0] += line.count
        total[1] += line.revenue
        total[2] += line.weighted
        total[3] += line.monthly
    BoardTotal._base_manager.filter(pk__in=[line.pk for line in lines]).delete()
    left = [_line(key, *total) for key, total in sums.items() if any(total)]
    BoardTotal.objects.bulk_create(left, batch_size=500)
    return len(lines) - len(left)


@transaction.atomic
def rebuild() -> None:
    """Makes the ledger anew from the records."""
    BoardTotal._base_manager.all().delete()
    counted = _by_key(Lead._base_manager.all()).annotate(Count("pk"), *map(Sum, SUMS))
    lines = (
        _line((stage, team, owner, due), count, *(amount or NOTHING for amount in sums))
        for stage, team, owner, due, count, *sums in counted.iterator()
    )
    BoardTotal.objects.bulk_create(lines, batch_size=500)


def _by_key(leads: QuerySet) -> QuerySet:
    return leads.filter(on_board=True).order_by().values_list("stage_id", "team_id", "owner_id", "next_due")


@transaction.atomic
def revalue(leads: QuerySet, **amounts: Expression) -> None:
    """Gives the columns that are summed new values on many records, in few statements however many there are."""
    _lock(leads)
    before = _sums(leads)
    leads.update(**amounts)
    after = _sums(leads)
    differences = {key: [new - old for new, old in zip(sums, before[key], strict=True)] for key, sums in after.items()}
    lines = [_line(key, 0, *sums) for key, sums in differences.items() if any(sums)]
    BoardTotal.objects.bulk_create(lines, batch_size=500)


def _lock(leads: QuerySet) -> None:
    """Nobody changes them before the transaction ends."""
    for _key in leads.order_by("pk").select_for_update().values_list("pk").iterator():
        pass


def _sums(leads: QuerySet) -> dict[Key, list[Decimal]]:
    found = _by_key(leads).annotate(*map(Sum, SUMS))
    return {(stage, team, owner, due): list(map(_cents, sums)) for stage, team, owner, due, *sums in found}


def differences() -> dict[int, tuple]:
    """The stages whose ledger disagrees with the records: (ledger, records) of count and sums."""
    ledger = _by_stage(BoardTotal._base_manager, Sum("count"), Sum("revenue"), Sum("weighted"), Sum("monthly"))
    records = _by_stage(Lead._base_manager.filter(on_board=True), Count("pk"), *map(Sum, SUMS))
    nothing = tuple(_zeros())
    pairs = {stage: (ledger.get(stage, nothing), records.get(stage, nothing)) for stage in ledger | records}
    return {stage: pair for stage, pair in pairs.items() if pair[0] != pair[1]}


def _by_stage(rows, *sums) -> dict[int, tuple]:
    found = rows.order_by().values_list("stage_id").annotate(*sums)
    return {stage: (count, *map(_cents, sums)) for stage, count, *sums in found}


def _cents(amount: Decimal | None) -> Decimal:
    return round(amount or NOTHING, 2)
