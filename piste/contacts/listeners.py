"""A contact is recognised by all of its addresses, numbers and domains."""

from typing import Any

from piste.contacts import names
from piste.contacts.models import Company, ContactKey, Person
from piste.history import events, merging
from piste.history.models import Event

HELD_IN = {"emails", "phones", "domains"}


@events.on(f"{Company.noun}.*", f"{Person.noun}.*")
def follow(told: list[Event]) -> None:
    rows = {event.row_id: event.row for event in told if HELD_IN & event.changes.keys()}
    if rows:
        if not told[0].name.endswith(".created"):
            ContactKey._base_manager.filter(**{f"{told[0].noun}__in": rows}).delete()
        ContactKey._base_manager.bulk_create([key for row in rows.values() for key in keys_of(row)], batch_size=500)


def keys_of(contact: Any) -> list[ContactKey]:
    return [
        ContactKey(kind=kind, value=value[:254], **{contact.noun: contact}) for kind, value in contact.recognised_by()
    ]


@events.on(f"{Company.noun}.*")
def keep_names(told: list[Event]) -> None:
    """Names are known, so that similar ones are found."""
    keys = [event.row.match_key for event in told if "name" in event.changes]
    if keys:
        names.keep(keys)


@events.on(f"{Company.noun}.*", f"{Person.noun}.*")
def follow_merges(told: list[Event]) -> None:
    merging.follow_words(told)
