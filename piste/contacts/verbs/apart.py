"""Two rows that look alike, and are not the same."""

from collections.abc import Sequence
from itertools import combinations

from piste.contacts.models import Apart
from piste.history.models import Subject
from piste.history.recording import created, created_many, verb


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


@verb
def keep_all_apart(rows: Sequence[Subject], *, by) -> list[Apart]:
    """The same for each two of these rows, which are of one kind; returns those that were not known before."""
    noun, keys = rows[0].noun, sorted(row.pk for row in rows)
    known = Apart.objects.from_any(noun, keys)
    new = [pair for pair in combinations(keys, 2) if pair not in known]
    return created_many([Apart(of=noun, low=low, high=high) for low, high in new], by=by)
