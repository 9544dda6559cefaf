"""Housekeeping: contents that no file uses any more, notices that were read long ago."""

from datetime import UTC, datetime, timedelta

from piste.history.recording import chunks
from piste.kernel import schedule
from piste.kernel.clock import now
from piste.messages import store
from piste.messages.models import Attachment, Notice

# Files of a note that was never sent, or of an import that failed, stay for a week (04.B6).
UNUSED_FOR = timedelta(days=7)
READ_FOR = timedelta(days=90)


@schedule.every(hours=24)
def forget_unused_contents() -> None:
    line = now() - UNUSED_FOR
    old = {digest: place for digest, place in store.kept() if _changed(place) < line}
    for some in chunks(list(old)):
        used = set(Attachment._base_manager.filter(digest__in=some).values_list("digest", flat=True))
        for digest in set(some) - used:
            old[digest].unlink(missing_ok=True)


@schedule.every(hours=24)
def forget_read_notices() -> None:
    Notice.objects.filter(read_at__lt=now() - READ_FOR).delete()


def _changed(place) -> datetime:
    return datetime.fromtimestamp(place.stat().st_mtime, UTC)
