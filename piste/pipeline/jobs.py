"""What this room does by the clock."""

from piste.kernel import schedule
from piste.kernel.clock import now
from piste.pipeline import totals
from piste.pipeline.cleanup.seeking import seek
from piste.pipeline.models import TRASH_KEPT_FOR, Lead
from piste.pipeline.verbs.purging import purge


@schedule.every(minutes=5)
def compact_totals() -> None:
    totals.compact()


@schedule.every(minutes=1)
def seek_duplicates() -> None:
    seek()


@schedule.every(hours=24)
def empty_trash() -> None:
    purge(Lead.objects.filter(deleted_at__lt=now() - TRASH_KEPT_FOR, merged_into=None))
