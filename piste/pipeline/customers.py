"""What a customer brings to a record (02.17), and a record to a customer (02.15, 02.16)."""

from typing import Any

from piste.contacts.models import Company, Contact, Person
from piste.contacts.values import emails, phones
from piste.pipeline.facts import COLUMNS
from piste.pipeline.models import Lead

ADDRESS = COLUMNS["address"]


def brought(person: Person | None, company: Company | None) -> dict[str, Any]:
    """The values of a record whose customer they are; addresses as one block, and nothing that they do not have."""
    values: dict[str, Any] = {}
    for contact in filter(None, (company, person)):
        values |= {name: value for name in ("website", "language") if (value := getattr(contact, name))}
        if any(getattr(contact, name) for name in ADDRESS):
            values |= {name: getattr(contact, name) for name in ADDRESS}
    if reached := person or company:
        values |= _reach(reached)
    if company:
        values |= {"company": company, "company_name": company.name}
    if person:
        values |= {"person": person, "contact_name": person.name[:120]}
        values |= {"job_title": person.job_title} if person.job_title else {}
    return values


def _reach(contact: Contact) -> dict[str, str]:
    numbers = [one["value"] for one in contact.phones]
    held = {"email": contact.email, "phone": contact.phone, "mobile": numbers[1] if len(numbers) > 1 else ""}
    return {name: value for name, value in held.items() if value}


def linked(lead: Lead, contact: Contact) -> dict[str, Any]:
    """The values of the record when the customer is linked: whatever else it has already stays."""
    company = contact if isinstance(contact, Company) else contact.company
    person = contact if isinstance(contact, Person) else None
    values = brought(person, lead.company or company)
    if any(getattr(lead, name) for name in ADDRESS):
        values = {name: value for name, value in values.items() if name not in ADDRESS}
    return {name: value for name, value in values.items() if name == contact.noun or not getattr(lead, name)}


def lent(lead: Lead, contact: Contact) -> dict[str, Any]:
    """The values of the record for what is empty in the customer (02.16)."""
    values: dict[str, Any] = {"language": lead.language, "owner": lead.owner, "team": lead.team}
    if isinstance(contact, Person) or not lead.contact_name:
        # Else they are those of somebody who works there.
        values |= reached_at(lead)
    if isinstance(contact, Person):
        values |= {"job_title": lead.job_title, "company": lead.company}
    else:
        values |= {"website": lead.website, "domains": list(filter(None, [lead.domain]))}
    if not any(getattr(contact, name) for name in ADDRESS):
        values |= {name: getattr(lead, name) for name in ADDRESS}
    return {name: value for name, value in values.items() if value and not getattr(contact, name)}


def reached_at(lead: Lead) -> dict[str, Any]:
    """Its e-mails and numbers as a contact keeps them; they are in normal form already, whatever the country."""
    numbers = [number for number in (lead.phone, lead.mobile) if number]
    return {"emails": emails(lead.emails), "phones": phones(numbers, "")}


def may_become(lead: Lead) -> bool:
    """Whether a customer can be made of it."""
    return bool(lead.contact_name or lead.company_name or lead.email)


def company_of(lead: Lead) -> Company:
    """A new company, with the addresses of the record unless a person has them."""
    reached = {} if lead.contact_name or lead.email else reached_at(lead)
    domains = [lead.domain] if lead.domain else []
    return Company(name=lead.company_name, website=lead.website, domains=domains, **reached, **_shared(lead))


def person_of(lead: Lead, company: Company | None) -> Person:
    """A new person of that name, else of the part of the e-mail before the @."""
    first, _, last = (lead.contact_name or lead.email.partition("@")[0]).strip().rpartition(" ")
    names = {"first_name": first.strip()[:100], "last_name": last[:100], "job_title": lead.job_title}
    return Person(company=company, **names, **reached_at(lead), **_inherited(_shared(lead), company))


def _shared(lead: Lead) -> dict[str, Any]:
    """Tags are no matter of the customer."""
    return {name: getattr(lead, name) for name in (*ADDRESS, "language", "owner", "team")}


def _inherited(values: dict[str, Any], company: Company | None) -> dict[str, Any]:
    """Without owner and team of his own a person has those of his company (02.21)."""
    own = {name: values[name] or getattr(company, name, None) for name in ("owner", "team")}
    return values | own
