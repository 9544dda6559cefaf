"""Money: decimals with the currency's own places, rounded half up (00.11)."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision


def rounded(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency)), ROUND_HALF_UP)


def monthly(amount: Decimal | None, months: int | None) -> Decimal | None:
    """Recurring revenue over the months of its plan (01.34), to the cent; None where nothing recurs."""
    if amount is None or not months:
        return None
    return (amount / months).quantize(Decimal("0.01"), ROUND_HALF_UP)


def weighted(amount: Decimal, probability: Decimal) -> Decimal:
    """Expected revenue times chance (01.34), to the cent; `probability` is 0-100."""
    return (amount * probability / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
