"""Two rows that look alike, and are not the same."""

from piste.contacts.models import Apart
from piste.history.models import Subject
from piste.history.recording import created, verb


@verb
def keep_apart(one: Subject, other: Subject, *, by) -> Apart:
    """Remembers that these two are no duplicates; they are not proposed again (02.26)."""
    low, high = sorted((one.pk, other.pk))
    known = Apart.objects.filter(of=one.noun, low=low, high=high, deleted_at=None).first()
    if known:
        return known
    apart = Apart(of=one.noun, low=low, high=high)
    created(apart, by=by)
    return apart
