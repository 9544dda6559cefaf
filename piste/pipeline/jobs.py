"""What this room does by the clock."""

from piste.kernel import schedule
from piste.pipeline import totals


@schedule.every(minutes=5)
def compact_totals() -> None:
    totals.compact()
