"""Archive and trash: out of sight, and back."""

from typing import TypeVar

from django.utils.translation import gettext as _

from piste.contacts.models import Contact
from piste.history.recording import change, record, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused

AnyContact = TypeVar("AnyContact", bound=Contact)


@verb
def archive(contact: AnyContact, *, by) -> AnyContact:
    """Hides the contact from lists and choices; what is linked to it stays."""
    refuse_archiving(locked(contact))
    record(contact, f"{contact.noun}.archived", by=by, changes=change(contact, archived=True))
    return contact


@verb
def unarchive(contact: AnyContact, *, by) -> AnyContact:
    refuse_unarchiving(locked(contact))
    record(contact, f"{contact.noun}.unarchived", by=by, changes=change(contact, archived=False))
    return contact


@verb
def trash(contact: AnyContact, *, by) -> AnyContact:
    """Puts the contact into the trash; records keep their link and the names typed on them."""
    refuse_trashing(locked(contact))
    record(contact, f"{contact.noun}.deleted", by=by, changes=change(contact, deleted_at=now()))
    return contact


@verb
def untrash(contact: AnyContact, *, by) -> AnyContact:
    refuse_untrashing(locked(contact))
    record(contact, f"{contact.noun}.undeleted", by=by, changes=change(contact, deleted_at=None))
    return contact


def refuse_archiving(contact: Contact) -> None:
    if contact.archived:
        raise Refused(_("%(name)s is already archived.") % {"name": contact})


def refuse_unarchiving(contact: Contact) -> None:
    if not contact.archived:
        raise Refused(_("%(name)s is not archived.") % {"name": contact})


def refuse_trashing(contact: Contact) -> None:
    if contact.deleted_at is not None:
        raise Refused(_("%(name)s is in the trash already.") % {"name": contact})


def refuse_untrashing(contact: Contact) -> None:
    if contact.deleted_at is None:
        raise Refused(_("%(name)s is not in the trash.") % {"name": contact})
