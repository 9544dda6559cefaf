"""What a user is told about, and what he has read."""

from collections.abc import Collection

from piste.history.recording import verb
from piste.kernel.clock import now
from piste.messages.models import Mute, Notice
from piste.messages.querysets import NoticeQuerySet


@verb
def read(notices: NoticeQuerySet, *, by) -> int:
    """Marks those that are unread, and says how many these were."""
    return notices.filter(user=by).unread().update(read_at=now())


@verb
def choose(kinds: Collection[str], *, by) -> None:
    """Of these kinds whoever acts is told from now on, and of no others (04.10). It leaves no event."""
    Mute.objects.filter(user=by, kind__in=kinds).delete()
    muted = [Mute(user=by, kind=kind) for kind in Notice.Kind if kind not in kinds]
    Mute.objects.bulk_create(muted, ignore_conflicts=True)
