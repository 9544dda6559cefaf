"""The same done with many companies or people, in a fixed number of statements."""

from collections.abc import Callable, Iterable
from typing import Any

from piste.contacts.models import Company, Contact, Tag
from piste.contacts.querysets import ContactQuerySet
from piste.contacts.values import cleaned
from piste.contacts.verbs.editing import above, belongs_already, meant
from piste.contacts.verbs.storing import refuse_archiving, refuse_trashing, refuse_unarchiving, refuse_untrashing
from piste.history.linking import relink
from piste.history.many import Many
from piste.history.recording import change_each, record_many, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked_many
from piste.teams.models import Team

Contacts = Many[Contact]


@verb
def assign_many(contacts: ContactQuerySet, *, by, owner, team: Team | None = None) -> Contacts:
    """Gives them to a salesperson, or to nobody; the team only if one is named."""
    values = {"owner": owner} | ({"team": team} if team else {})
    return _edited(contacts, values, by=by)


@verb
def edit_many(contacts: ContactQuerySet, *, by, **values: Any) -> Contacts:
    """The same simple values in many contacts, such as a country or an industry."""
    return _edited(contacts, values, by=by)


@verb
def tag_many(contacts: ContactQuerySet, *, by, add: Iterable[Tag] = (), remove: Iterable[Tag] = ()) -> Contacts:
    """Adds and takes away tags."""
    rows = locked_many(contacts)
    changes = relink(rows, "tags", add=[tag.pk for tag in add], remove=[tag.pk for tag in remove])
    record_many(rows, f"{contacts.model.noun}.edited", by=by, changes=changes)
    return Contacts(done=rows)


@verb
def archive_many(contacts: ContactQuerySet, *, by) -> Contacts:
    return _stored(contacts, refuse_archiving, "archived", by=by, archived=True)


@verb
def unarchive_many(contacts: ContactQuerySet, *, by) -> Contacts:
    return _stored(contacts, refuse_unarchiving, "unarchived", by=by, archived=False)


@verb
def trash_many(contacts: ContactQuerySet, *, by) -> Contacts:
    return _stored(contacts, refuse_trashing, "deleted", by=by, deleted_at=now())


@verb
def untrash_many(contacts: ContactQuerySet, *, by) -> Contacts:
    return _stored(contacts, refuse_untrashing, "undeleted", by=by, deleted_at=None)


def _edited(contacts: ContactQuerySet, values: dict[str, Any], *, by) -> Contacts:
    values = cleaned(contacts.model, values)
    result = Contacts.sorted_out(contacts.select_related("owner", "team"), _circles(values.get("parent")))
    changes = change_each(result.done, lambda contact: meant(contact, values))
    record_many(result.done, f"{contacts.model.noun}.edited", by=by, changes=changes)
    return result


def _circles(parent: Company | None) -> Callable[[Contact], None]:
    """Refuses companies that the new parent belongs to."""
    over = {company.pk for company in above(parent)}

    def refuse(contact: Contact) -> None:
        if isinstance(contact, Company) and parent and contact.pk in over:
            raise belongs_already(contact, parent)

    return refuse


def _stored(contacts: ContactQuerySet, refuse: Callable[[Contact], None], act: str, *, by, **values: Any) -> Contacts:
    result = Contacts.sorted_out(contacts, refuse)
    changes = change_each(result.done, lambda contact: values)
    record_many(result.done, f"{contacts.model.noun}.{act}", by=by, changes=changes)
    return result
