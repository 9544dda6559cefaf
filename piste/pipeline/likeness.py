"""What two lead records have in common, and how much that says (02.22)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import Site
from piste.contacts.likeness import Strength
from piste.contacts.models import Company, Person
from piste.kernel import normal
from piste.kernel.similar import name_key, similar
from piste.pipeline.models import Lead


class Reason(TextChoices):
    """In the order of their weight."""

    EMAIL = "email", _("same e-mail")
    PERSON = "person", _("same contact")
    COMPANY = "company", _("same company, one of them without contact")
    PHONE = "phone", _("same phone")
    COLLEAGUE = "colleague", _("same company, another contact")
    DOMAIN = "domain", _("same website domain")
    NAME = "name", _("similar company name")
    TITLE = "title", _("similar title and same company")

    @property
    def strength(self) -> Strength:
        return WEIGHTS[self]


WEIGHTS = {
    Reason.EMAIL: Strength.SAME,
    Reason.PERSON: Strength.SAME,
    Reason.COMPANY: Strength.SAME,
    Reason.PHONE: Strength.LIKELY,
    Reason.COLLEAGUE: Strength.LIKELY,
    Reason.DOMAIN: Strength.LIKELY,
    Reason.NAME: Strength.SIMILAR,
    Reason.TITLE: Strength.SIMILAR,
}


@dataclass(frozen=True)
class Traits:
    """What a record, or what was typed for one, is recognised by: all in normal form."""

    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    domain: str = ""
    company_key: str = ""
    country: str = ""
    title: str = ""
    company: int | None = None
    person: int | None = None

    @classmethod
    def of(cls, lead: Lead) -> Self:
        return cls(
            emails=frozenset(lead.emails),
            phones=frozenset(number for number in (lead.phone, lead.mobile) if number),
            domain=lead.domain,
            company_key=lead.company_key,
            country=lead.country,
            title=lead.title,
            company=lead.company_id,
            person=lead.person_id,
        )

    @classmethod
    def typed(cls, values: dict[str, Any]) -> Self:
        """Of the values of a form; company and person may be contacts, or names that were typed."""
        words = {name: value.replace("\0", " ").strip() for name, value in values.items() if isinstance(value, str)}
        company, person = values.get("company"), values.get("person")
        emails = normal.emails(words["email"]) if words.get("email") else []
        country = words.get("country", "").upper()
        phones = [words.get(name, "") for name in ("phone", "mobile")]
        name = company if isinstance(company, Company) else words.get("company") or words.get("company_name", "")
        return cls(
            emails=frozenset(emails),
            phones=frozenset(_dialled(number, country) for number in phones if number),
            domain=normal.domain_of(words.get("website", ""), next(iter(emails), "")),
            company_key=name_key(str(name)),
            country=country,
            title=words.get("title", ""),
            company=company.pk if isinstance(company, Company) else None,
            person=person.pk if isinstance(person, Person) else None,
        )

    @property
    def surest(self) -> list[tuple[str, Any]]:
        """The evidence without which nothing is the same."""
        linked = [("person", self.person), ("company", self.company)]
        return [("email", address) for address in self.emails] + [pair for pair in linked if pair[1]]

    def without(self, crowded: Collection[str]) -> Self:
        """Without the phones and the domain that too many share (02.23)."""
        domain = "" if self.domain in crowded else self.domain
        return replace(self, phones=self.phones.difference(crowded), domain=domain)

    def is_same_as(self, other: Self) -> bool:
        return Strength.SAME in {reason.strength for reason in self.shared_with(other)}

    def shared_with(self, other: Self) -> list[Reason]:
        """What both have, the weightiest first."""
        same_company = bool(self.company) and self.company == other.company
        same_name = bool(self.company_key) and self.company_key == other.company_key
        same_person = bool(self.person) and self.person == other.person
        held = {
            Reason.EMAIL: bool(self.emails & other.emails),
            Reason.PERSON: same_person,
            Reason.COMPANY: same_company and not (self.person and other.person),
            Reason.PHONE: bool(self.phones & other.phones),
            Reason.COLLEAGUE: same_company and bool(self.person and other.person) and not same_person,
            Reason.DOMAIN: bool(self.domain) and self.domain == other.domain,
            Reason.NAME: not same_company and self._may_be_near(other) and self._is_called_like(other),
            Reason.TITLE: (same_company or same_name) and similar(self.title, other.title),
        }
        return [reason for reason in Reason if held[reason]]

    def _may_be_near(self, other: Self) -> bool:
        """Whether no different countries keep them apart."""
        return not self.country or not other.country or self.country == other.country

    def _is_called_like(self, other: Self) -> bool:
        return bool(self.company_key) and similar(self.company_key, other.company_key)


def _dialled(number: str, country: str) -> str:
    return normal.phone(number, country or Site.current().country).value
