"""What a user is told about, and what he has read."""

from piste.history.recording import verb
from piste.kernel.clock import now
from piste.messages.querysets import NoticeQuerySet


@verb
def read(notices: NoticeQuerySet, *, by) -> int:
    """Marks those that are unread, and says how many these were."""
    return notices.filter(user=by).unread().update(read_at=now())
