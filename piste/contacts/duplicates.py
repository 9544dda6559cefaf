"""Which companies or people may be the same (02.22-02.31, 02.37): of a saved one, and of what is typed.

Every piece of evidence is asked of an index and bounded, as it is for records.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from django.db.models import F, Q, QuerySet

from piste.contacts import names
from piste.contacts.facts import MODELS
from piste.contacts.likeness import Reason, Strength, Traits
from piste.contacts.models import Apart, Company, Contact, ContactKey, Person
from piste.contacts.querysets import ContactQuerySet

# What more contacts share is no evidence (02.23).
SHARED_AT_MOST = 20
# So many of each kind of evidence are looked at, the newest ones; and so many of the values of one contact.
LOOKED_AT = 50
ASKED = 5
# A name of more words is not turned round.
WORDS = 4
LINKED = {Company.noun: ("owner", "parent"), Person.noun: ("owner", "company")}


@dataclass(frozen=True)
class Match:
    contact: Any
    reasons: list[Reason]

    @property
    def strength(self) -> Strength:
        return self.reasons[0].strength


@dataclass(frozen=True)
class Found:
    """What somebody may know: the duplicates that he sees, and of the others how many there are and whom to ask."""

    matches: list[Match] = field(default_factory=list)
    # Name of the owner, or "" for nobody's; and how many (12.B1).
    hidden: list[tuple[str, int]] = field(default_factory=list)

    def told(self) -> dict[str, list[dict[str, Any]]]:
        """For programs."""
        contacts = [
            {"id": match.contact.pk, "name": str(match.contact), "strength": match.strength, "reasons": match.reasons}
            for match in self.matches
        ]
        hidden = [{"owner": owner, "count": count} for owner, count in self.hidden]
        return {"possible_duplicates": contacts, "hidden_duplicates": hidden}

    @property
    def count(self) -> int:
        return len(self.matches) + sum(count for _owner, count in self.hidden)

    def __bool__(self) -> bool:
        return bool(self.count)


def of_contact(contact: Contact, *, user) -> Found:
    """The companies, or people, like this one, the strongest first."""
    return _seen(contact.noun, _matches(Traits.of(contact), apart_from=contact.pk), user)


def of_typed(noun: str, values: dict[str, Any], *, user) -> Found:
    """Those like the one that is being typed, by the names of the form's fields."""
    return _seen(noun, _matches(Traits.typed(noun, values)), user)


def _matches(traits: Traits, *, apart_from: int | None = None) -> list[Match]:
    """The contacts that share something, the strongest first, newer ones before older ones."""
    keys, traits = _candidates(traits)
    keys -= {apart_from}
    if apart_from:
        keys -= {key for pair in Apart.objects.from_any(traits.noun, [apart_from]) for key in pair}
    rows = _current(traits.noun).filter(pk__in=keys).select_related(*LINKED[traits.noun]).order_by("-pk")
    matches = [Match(contact, reasons) for contact in rows if (reasons := traits.shared_with(Traits.of(contact)))]
    order = list(Reason)
    return sorted(matches, key=lambda match: order.index(match.reasons[0]))


def _current(noun: str) -> ContactQuerySet:
    return MODELS[noun]._default_manager.current()


def _candidates(traits: Traits) -> tuple[set[Any], Traits]:
    """The keys of what may share something, and the traits without those that too many share."""
    held = _held(traits.noun)
    emails = held.filter(kind=ContactKey.Kind.EMAIL, value__in=sorted(traits.emails)[:ASKED])
    keys = set(_newest(emails, traits.noun, LOOKED_AT)) if traits.emails else set()
    crowded = set()
    for kind, value in _likely(traits):
        shared = _newest(held.filter(kind=kind, value=value), traits.noun, SHARED_AT_MOST + 1)
        if len(shared) > SHARED_AT_MOST:
            crowded.add(value)
        else:
            keys.update(shared)
    if question := _called_like(traits):
        keys.update(_newest(_current(traits.noun).filter(question), "pk", LOOKED_AT))
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


def _newest(rows: QuerySet, key: str, at_most: int) -> list[int]:
    # Ordered by an expression: by the plain key a database may read the whole table backwards until it has enough.
    return list(rows.order_by((F("pk") + 0).desc()).values_list(key, flat=True)[:at_most])


def _seen(noun: str, matches: list[Match], user) -> Found:
    keys = [match.contact.pk for match in matches]
    seen = set(MODELS[noun]._default_manager.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    owners = Counter(str(match.contact.owner or "") for match in matches if match.contact.pk not in seen)
    return Found([match for match in matches if match.contact.pk in seen], sorted(owners.items()))
