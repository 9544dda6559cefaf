"""Who is told what happens to a record (04.8). What is done by hand is told and undone; who follows by himself, as the
owner does, comes by a listener and leaves no event of his own."""

from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.contacts.models import Person
from piste.history.models import Subject
from piste.history.recording import change, record, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused
from piste.messages import threads
from piste.messages.models import Follower


@verb
def follow(thread: Subject, *, by, user: User | None = None) -> Follower:
    """Makes the user, or else whoever acts, a follower. Raises Refused for somebody who does not see the record."""
    user = user or by
    if not threads.sees(user, thread):
        raise Refused(_("%(name)s cannot see this record and so cannot follow it.") % {"name": user}, field="user")
    return _join(thread, "followed" if user == by else "added", by=by, user=user)


@verb
def add_contact(thread: Subject, *, by, person: Person) -> Follower:
    """Adds a contact by hand. He is told nothing: internal notes never reach contacts (04.12)."""
    if not type(person)._default_manager.visible_to(by).filter(pk=person.pk, archived=False).exists():
        raise Refused(_("This contact cannot follow."), field="person")
    return _join(thread, "contact_added", by=by, person=person)


@verb
def remove_contact(thread: Subject, *, by, person: Person) -> Follower | None:
    return _leave(thread, "contact_removed", by=by, person=person)


@verb
def unfollow(thread: Subject, *, by, user: User | None = None) -> Follower | None:
    user = user or by
    return _leave(thread, "unfollowed" if user == by else "removed", by=by, user=user)


def _join(thread: Subject, act: str, *, by, **who: User | Person) -> Follower:
    """Every follower begins as one who left: a new one is undone like one who came back, and that a new record is
    followed does not keep it from being undone."""
    noun, key = thread.thread
    left = {"deleted_at": now()}
    row = Follower._base_manager.get_or_create(thread_noun=noun, thread_id=key, **who, defaults=left)[0]
    if changes := change(locked(row), deleted_at=None):
        named = {name: [None, one.pk] for name, one in who.items()}
        record(row, f"{Follower.noun}.{act}", by=by, changes=changes | named)
    return row


def _leave(thread: Subject, act: str, *, by, **who: User | Person) -> Follower | None:
    row = Follower.objects.on(*thread.thread).filter(**who).first()
    if row and (changes := change(locked(row), deleted_at=now())):
        named = {name: [one.pk, None] for name, one in who.items()}
        record(row, f"{Follower.noun}.{act}", by=by, changes=changes | named)
    return row
