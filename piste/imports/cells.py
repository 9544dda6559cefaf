"""What a cell of a file holds. ValueError says what is wrong with it."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

YEARS = range(1900, 2201)
COUNT = re.compile(r"[0-9]{1,9}")


def moment(typed: str) -> datetime | None:
    """Month/day/year; noon in UTC, so that it is that day wherever it is read."""
    if not typed:
        return None
    try:
        month, day, year = (int(part) for part in typed.split("/"))
        if year in YEARS:
            return datetime.combine(date(year, month, day), time(12), UTC)
    except ValueError:
        pass
    raise ValueError(_("“%(typed)s” is no date (month/day/year).") % {"typed": typed})


def amount(typed: str) -> Decimal | None:
    if not typed:
        return None
    try:
        value = Decimal(typed)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value < 10**12:
        raise ValueError(_("“%(typed)s” is no amount.") % {"typed": typed})
    return value.quantize(Decimal("0.01"))


def count(typed: str) -> int | None:
    if typed and not COUNT.fullmatch(typed):
        raise ValueError(_("“%(typed)s” is no number of people; it was left empty.") % {"typed": typed})
    return int(typed) if typed else None
