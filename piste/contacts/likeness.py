"""What two companies, or two people, have in common, and how much that says (02.22, 02.37)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import Site
from piste.contacts.models import Company, Contact, Person
from piste.kernel import normal
from piste.kernel.similar import name_key, similar


class Strength(TextChoices):
    SAME = "same", _("Same")
    LIKELY = "likely", _("Likely")
    SIMILAR = "similar", _("Similar")


class Reason(TextChoices):
    """In the order of their weight."""

    EMAIL = "email", _("same e-mail")
    PHONE = "phone", _("same phone")
    DOMAIN = "domain", _("same domain")
    NAMESAKE = "namesake", _("same name in the same company")
    NAME = "name", _("similar name")

    @property
    def strength(self) -> Strength:
        return WEIGHTS[self]


WEIGHTS = {
    Reason.EMAIL: Strength.SAME,
    Reason.PHONE: Strength.LIKELY,
    Reason.DOMAIN: Strength.LIKELY,
    Reason.NAMESAKE: Strength.LIKELY,
    Reason.NAME: Strength.SIMILAR,
}


@dataclass(frozen=True)
class Traits:
    """What a contact, or what was typed for one, is recognised by: all in normal form."""

    noun: str
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    # Of a company the words of its name; of a person the words of his, in any order.
    name: str = ""
    country: str = ""
    company: int | None = None
    # Of a company that is there: itself and the one it belongs to.
    key: int | None = None
    parent: int | None = None

    @classmethod
    def of(cls, contact: Contact) -> Self:
        held = contact.recognised_by()
        emails, phones, domains = (
            frozenset(value for one, value in held if one == kind) for kind in ("email", "phone", "domain")
        )
        known = cls(contact.noun, emails, phones, domains, country=contact.country)
        if isinstance(contact, Company):
            return replace(known, name=contact.match_key, key=contact.pk, parent=contact.parent_id)
        if isinstance(contact, Person):
            known = replace(known, name=_called(contact.first_name, contact.last_name), company=contact.company_id)
        return known

    @classmethod
    def typed(cls, noun: str, values: dict[str, Any]) -> Self:
        """Of the values of a form; the company of a person may be a contact, or a name that was typed."""
        words = {name: value.strip() for name, value in values.items() if isinstance(value, str)}
        emails = normal.emails(words["email"]) if words.get("email") else []
        country = words.get("country", "").upper()
        number = normal.phone(words.get("phone", ""), country or Site.current().country).value
        known = cls(noun, frozenset(emails), frozenset([number] if number else []))
        if noun == Company.noun:
            domain = normal.domain_of(words.get("website", ""), next(iter(emails), ""))
            domains = frozenset([domain] if domain else [])
            return replace(known, domains=domains, name=name_key(words.get("name", "")), country=country)
        company, name = values.get("company"), _called(words.get("first_name", ""), words.get("last_name", ""))
        return replace(known, name=name, company=company.pk if isinstance(company, Company) else None)

    def without(self, crowded: Collection[str]) -> Self:
        """Without the phones and domains that too many share (02.23)."""
        return replace(self, phones=self.phones.difference(crowded), domains=self.domains.difference(crowded))

    def shared_with(self, other: Self) -> list[Reason]:
        """What both have, the weightiest first. A company and the one it belongs to share much and are two."""
        called = bool(self.name) and self._is_called_like(other)
        namesake = called and self.noun == Person.noun and bool(self.company) and self.company == other.company
        apart = self._is_family(other)
        held = {
            Reason.EMAIL: bool(self.emails & other.emails),
            Reason.PHONE: bool(self.phones & other.phones) and not apart,
            Reason.DOMAIN: bool(self.domains & other.domains) and not apart,
            Reason.NAMESAKE: namesake,
            Reason.NAME: called and not namesake and not apart and self._may_be_near(other),
        }
        return [reason for reason in Reason if held[reason]]

    def _is_family(self, other: Self) -> bool:
        return bool(self.parent and self.parent == other.key) or bool(other.parent and other.parent == self.key)

    def _may_be_near(self, other: Self) -> bool:
        """Whether no different countries keep them apart."""
        return not self.country or not other.country or self.country == other.country

    def _is_called_like(self, other: Self) -> bool:
        return self.name == other.name if self.noun == Person.noun else similar(self.name, other.name)


def _called(first_name: str, last_name: str) -> str:
    """The words of a full name, sorted; of half a name nothing, for many share it."""
    words = normal.plain(f"{first_name} {last_name}").split()
    return " ".join(sorted(words)) if len(words) > 1 else ""
