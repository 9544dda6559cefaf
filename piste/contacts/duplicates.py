"""Which companies or people may be the same (02.22-02.31, 02.37): of a saved one, and of what is typed.

Every piece of evidence is asked of an index and bounded, as it is for records.
"""

from collections.abc import Iterable
from itertools import permutations
from typing import Any

from django.db.models import Q, QuerySet

from piste.contacts import names
from piste.contacts.facts import MODELS
from piste.contacts.likeness import Traits
from piste.contacts.matches import SHARED_AT_MOST, Found, Match, matches_among, newest
from piste.contacts.models import Apart, Company, Contact, ContactKey, Person
from piste.contacts.querysets import ContactQuerySet

# So many of the values of one contact are asked for.
ASKED = 5
# A name of more words is not turned round.
WORDS = 4
LINKED = {Company.noun: ("owner", "parent"), Person.noun: ("owner", "company")}


def of_contact(contact: Contact, *, user) -> Found:
    """The companies, or people, like this one, the strongest first."""
    return Found.of(_matches(Traits.of(contact), apart_from=contact.pk), _visible(contact.noun, user))


def of_typed(noun: str, values: dict[str, Any], *, user) -> Found:
    """Those like the one that is being typed, by the names of the form's fields."""
    return Found.of(_matches(Traits.typed(noun, values)), _visible(noun, user))


def told(found: Found) -> dict[str, Any]:
    """For programs."""
    return found.told(lambda contact: {"name": str(contact)})


def _visible(noun: str, user) -> ContactQuerySet:
    return MODELS[noun]._default_manager.visible_to(user)


def _matches(traits: Traits, *, apart_from: int | None = None) -> list[Match]:
    """The contacts that share something, the strongest first, newer ones before older ones."""
    keys, traits = _candidates(traits)
    keys -= {apart_from}
    if apart_from:
        keys -= {key for pair in Apart.objects.from_any(traits.noun, [apart_from]) for key in pair}
    rows = _current(traits.noun).filter(pk__in=keys).select_related(*LINKED[traits.noun]).order_by("-pk")
    return matches_among(rows, traits)


def _current(noun: str) -> ContactQuerySet:
    return MODELS[noun]._default_manager.current()


def _candidates(traits: Traits) -> tuple[set[Any], Traits]:
    """The keys of what may share something, and the traits without those that too many share."""
    held = _held(traits.noun)
    emails = held.filter(kind=ContactKey.Kind.EMAIL, value__in=sorted(traits.emails)[:ASKED])
    keys = set(newest(emails, key=traits.noun)) if traits.emails else set()
    crowded = set()
    for kind, value in _likely(traits):
        shared = newest(held.filter(kind=kind, value=value), SHARED_AT_MOST + 1, key=traits.noun)
        if len(shared) > SHARED_AT_MOST:
            crowded.add(value)
        else:
            keys.update(shared)
    if question := _called_like(traits):
        keys.update(newest(_current(traits.noun).filter(question)))
    return keys, traits.without(crowded)


def _held(noun: str) -> QuerySet:
    """The values by which contacts of this kind are recognised, as far as they are in use."""
    return ContactKey._base_manager.filter(**{f"{noun}__deleted_at": None, f"{noun}__archived": False}).exclude(
        **{noun: None}
    )


def _likely(traits: Traits) -> Iterable[tuple[str, str]]:
    yield from ((ContactKey.Kind.PHONE, number) for number in sorted(traits.phones)[:ASKED])
    yield from ((ContactKey.Kind.DOMAIN, domain) for domain in sorted(traits.domains)[:ASKED])


def _called_like(traits: Traits) -> Q | None:
    if not traits.name:
        return None
    if traits.noun == Company.noun:
        return Q(match_key__in=names.alike(traits.name))
    words = traits.name.split()
    turned = permutations(words) if len(words) <= WORDS else [words]
    return Q(name_key__in=[" ".join(some) for some in turned])
