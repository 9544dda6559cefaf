"""What a team wants to invoice: the same every month, but for the months that have a target of their own (05.1)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from piste.ui import formats

YEARS = (2000, 2199)


def key_of(month: date) -> str:
    """2026-12"""
    return f"{month:%Y-%m}"


def month_of(key: str) -> date:
    """The first day of it. ValueError for what is no month."""
    month = date.fromisoformat(f"{key}-01")
    if not YEARS[0] <= month.year <= YEARS[1]:
        raise ValueError(key)
    return month


def with_months(targets: Mapping[str, str], months: Mapping[date, Decimal | None]) -> dict[str, str]:
    """The targets by month with these instead; None takes one away."""
    changed = {key_of(month): amount for month, amount in months.items()}
    kept = {key: amount for key, amount in targets.items() if key not in changed}
    kept |= {key: f"{amount:.2f}" for key, amount in changed.items() if amount is not None}
    return dict(sorted(kept.items()))


def told(event: Any) -> str:
    """Month by month what was changed, in the reader's words."""
    before, after = event.changes.get("month_targets", [{}, {}])
    keys = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
    return "; ".join(f"{formats.day(month_of(key), 'month')}: {_amount(after.get(key))}" for key in keys)


def _amount(said: str | None) -> str:
    return formats.money(Decimal(said)) if said else "–"
