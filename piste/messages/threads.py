"""The records that have a timeline, and which of them are read together."""

from collections import defaultdict
from collections.abc import Callable

from django.db.models import QuerySet
from django.http import Http404

from piste.accounts.models import User
from piste.contacts.models import Person
from piste.history.merging import absorbed_by, refuse_gone, seen_or_led_to_404
from piste.history.models import Hanging, Mergeable, Subject
from piste.history.subjects import model_of, timelines
from piste.kernel.prepared import prepared
from piste.kernel.visibility import may
from piste.messages.models import Follower

Threads = dict[str, list[int]]
Related = Callable[[Subject, object], Threads]

_related: dict[str, list[Related]] = defaultdict(list)


def related(noun: str) -> Callable[[Related], Related]:
    """Registers what else stands on the timelines of a noun (04.4): `f(record, user)` names records that he sees.

    The answer must be short: a timeline is read in one query of all its records.
    """

    def register(find: Related) -> Related:
        _related[noun].append(find)
        return find

    return register


def read_together(thread: Subject, user) -> Threads:
    """The record, what it took up, and those that it joins."""
    threads: Threads = {thread.noun: [thread.pk]}
    if isinstance(thread, Mergeable):
        threads[thread.noun] += absorbed_by(type(thread), [thread.pk])
    for find in _related[thread.noun]:
        for noun, keys in find(thread, user).items():
            threads.setdefault(noun, []).extend(keys)
    return threads


def seen_or_404(noun: str, key: int, user) -> Subject:
    """The record; what was merged meanwhile leads to what it became (02.35)."""
    return seen_or_led_to_404(_rows(noun).visible_to(user), key)


def read_or_404(noun: str, key: int, user) -> Subject:
    """Also what lies in the trash, for whoever may bring it back."""
    trashed = _rows(noun).trashed_for(user)
    return trashed.filter(pk=key).first() or seen_or_404(noun, key, user)


def worked_on_or_404(noun: str, key: int, user) -> Subject:
    """For whoever writes there: notes and files are work on the record."""
    rows = _rows(noun).editable_by(user)
    try:
        return seen_or_led_to_404(rows, key)
    except Http404:
        refuse_gone(rows.model, key, user)
        raise


def record_of(row: Hanging) -> Subject:
    """The record that a note or a file hangs on, for verbs."""
    return model_of(row.thread_noun)._base_manager.get(pk=row.thread_id)


def sees(user, thread: Subject) -> bool:
    return user.is_active and may(user, "see", thread)


def works_on(user, thread: Subject) -> bool:
    return may(user, "edit", thread)


def followers(thread: Subject) -> list[User]:
    """Who is told, by name."""
    return [row.user for row in _followers(*thread.thread)]


@prepared
def _followers(noun: str, key: int) -> QuerySet:
    return Follower.objects.on(noun, key).users().select_related("user").order_by("user__name", "user")


def following_contacts(thread: Subject, user) -> list[Person]:
    """The contacts who were added by hand, by name, as far as the user may see them."""
    rows = Follower.objects.on(*thread.thread).contacts_seen_by(user).select_related("person")
    return [row.person for row in rows.order_by("person__name_key", "person")]


def _rows(noun: str):
    model = timelines().get(noun)
    if model is None:
        raise Http404
    return model._default_manager.all()
