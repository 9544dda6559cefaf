"""Which customer a record is about: the one that is surely meant (02.13), and those that are only suggested (02.14)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max, TextChoices
from django.utils.translation import gettext_lazy as _

from piste.contacts import names
from piste.contacts.models import Company, Contact, ContactKey, Person
from piste.contacts.querysets import ContactQuerySet
from piste.kernel import normal
from piste.kernel.similar import name_key
from piste.messages.models import Note
from piste.pipeline.models import Lead

SUGGESTED_AT_MOST = 5


class Reason(TextChoices):
    """Why a customer is proposed; only the first one links him by itself."""

    EMAIL = "email", _("same e-mail")
    DOMAIN = "domain", _("same domain")
    PHONE = "phone", _("same phone")
    NAME = "name", _("similar name")


@dataclass(frozen=True)
class Proposal:
    contact: Contact
    reason: Reason


def matched(leads: Iterable[Lead]) -> dict[int, Contact]:
    """For each record the customer with its e-mail, if there is one: people first, then companies (02.13)."""
    wanted = {lead.pk: lead.emails for lead in leads}
    found: dict[int, Contact] = {}
    for rows in (Person.objects.current().select_related("company"), Company.objects.current()):
        left = {lead: emails for lead, emails in wanted.items() if lead not in found}
        chosen = _by_email(rows, {address for emails in left.values() for address in emails})
        contacts = rows.in_bulk(set(chosen.values()))
        for lead, emails in left.items():
            if key := next((chosen[address] for address in emails if address in chosen), None):
                found[lead] = contacts[key]
    return found


def proposals(lead: Lead) -> list[Proposal]:
    """The customers that may be meant, the surest first."""
    people, companies = Person.objects.current().select_related("company"), Company.objects.current()
    found = [Proposal(contact, Reason.EMAIL) for contact in matched([lead]).values()]
    found += [Proposal(company, Reason.DOMAIN) for company in companies.filter(pk__in=_of_domain(companies, lead))]
    for rows in (people, companies):
        numbers = [number for number in (lead.phone, lead.mobile) if number]
        keys = {key for held in rows.holding(ContactKey.Kind.PHONE, numbers).values() for key in held}
        found += [Proposal(contact, Reason.PHONE) for contact in rows.filter(pk__in=keys).order_by("pk")]
    found += [Proposal(contact, Reason.NAME) for contact in _called_like(lead, companies, people)]
    first = {(one.contact.noun, one.contact.pk): one for one in reversed(found)}
    return [one for one in found if first[one.contact.noun, one.contact.pk] is one][:SUGGESTED_AT_MOST]


def _by_email(rows: ContactQuerySet, emails: Iterable[str]) -> dict[str, int]:
    """By address the contact: of several the one with the newest message, then the oldest one."""
    held = rows.holding(ContactKey.Kind.EMAIL, emails)
    several = {key for keys in held.values() if len(keys) > 1 for key in keys}
    spoken: dict[int, float] = {}
    if several:
        notes = Note._base_manager.filter(thread_noun=rows.model.noun, thread_id__in=several, deleted_at=None)
        newest = notes.order_by().values_list("thread_id").annotate(Max("at"))
        spoken = {key: at.timestamp() for key, at in newest}
    return {address: max(keys, key=lambda key: (spoken.get(key, 0), -key)) for address, keys in held.items()}


def _of_domain(companies: ContactQuerySet, lead: Lead) -> set[int]:
    domains = {normal.domain(address) for address in (*lead.emails, lead.website) if address}
    known = companies.holding(ContactKey.Kind.DOMAIN, filter(normal.identifies_company, domains))
    return {key for keys in known.values() for key in keys}


def _called_like(lead: Lead, companies: ContactQuerySet, people: ContactQuerySet) -> Sequence[Contact]:
    """Companies and people whose name is the same, or nearly."""
    key = name_key(lead.company_name)
    alike = companies.filter(match_key__in=names.alike(key)) if key else companies.none()
    near: list[Contact] = list(alike.order_by("pk")[:SUGGESTED_AT_MOST])
    words = normal.plain(lead.contact_name).split()
    if len(words) > 1:
        turned = {" ".join([*words[place:], *words[:place]]) for place in range(1, len(words))}
        near += list(people.filter(name_key__in=turned).order_by("pk")[:SUGGESTED_AT_MOST])
    return near
