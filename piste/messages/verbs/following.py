"""Who is told what happens to a record (04.8). Following is a matter of one's own desk: it leaves no event."""

from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.contacts.models import Person
from piste.history.models import Subject
from piste.history.recording import verb
from piste.kernel.refusals import Refused
from piste.messages import threads
from piste.messages.models import Follower


@verb
def follow(thread: Subject, *, by, user: User | None = None) -> Follower:
    """Makes the user, or else whoever acts, a follower. Raises Refused for somebody who does not see the record."""
    user = user or by
    if not threads.sees(user, thread):
        raise Refused(_("%(name)s cannot see this record and so cannot follow it.") % {"name": user}, field="user")
    noun, key = thread.thread
    return Follower.objects.get_or_create(thread_noun=noun, thread_id=key, user=user)[0]


@verb
def add_contact(thread: Subject, *, by, person: Person) -> Follower:
    """Adds a contact by hand. He is told nothing: internal notes never reach contacts (04.12)."""
    if not type(person)._default_manager.visible_to(by).filter(pk=person.pk, archived=False).exists():
        raise Refused(_("This contact cannot follow."), field="person")
    noun, key = thread.thread
    return Follower.objects.get_or_create(thread_noun=noun, thread_id=key, person=person)[0]


@verb
def remove_contact(thread: Subject, *, by, person: Person) -> None:
    Follower.objects.on(*thread.thread).filter(person=person).delete()


@verb
def unfollow(thread: Subject, *, by, user: User | None = None) -> None:
    Follower.objects.on(*thread.thread).filter(user=user or by).delete()
