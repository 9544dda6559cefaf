"""The customer of a record: chosen among the contacts, or made on the spot."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from piste.contacts.models import Company, Contact, ContactKey, Person
from piste.contacts.values import emails, phones
from piste.contacts.verbs import editing
from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.editing import fill_many
from piste.history.recording import created_many, verb
from piste.kernel import normal
from piste.pipeline import customers
from piste.pipeline.models import Lead


@verb
def with_customer(values: dict[str, Any], *, by, lead: Lead | None = None) -> dict[str, Any]:
    """The values with rows for the names that were typed as company or person, and with what these bring (02.17).

    A person brings his company where the record has none; what is given in the same save wins.
    """
    values = dict(values)
    if isinstance(values.get("company"), str):
        values["company"] = create_company(by=by, name=values["company"])
    if isinstance(values.get("person"), str):
        company = values.get("company", lead and lead.company)
        values["person"] = _person_named(values["person"], company, by=by)
    return _brought(values, lead) | values


def _person_named(name: str, company: Company | None, *, by) -> Person:
    first, _, last = name.strip().rpartition(" ")
    return create_person(by=by, first_name=first.strip(), last_name=last, company=company)


def _brought(values: dict[str, Any], lead: Lead | None) -> dict[str, Any]:
    person, company = values.get("person"), values.get("company")
    if person is None and company is None:
        return _left(values, lead) if lead else {}
    if person is None and lead and lead.person:
        # Whom one speaks to stays the same, and so do his addresses.
        return {"company_name": company.name}
    held = values.get("company", lead and lead.company)
    brought = customers.brought(person, held or person.company if person else company)
    return {name: value for name, value in brought.items() if name != "company" or not held}


def _left(values: dict[str, Any], lead: Lead) -> dict[str, Any]:
    """Names that came with a customer go with him."""
    names = {"company": "company_name", "person": "contact_name"}
    gone = {link: getattr(lead, link) for link in names if link in values}
    return {names[link]: "" for link, row in gone.items() if row and getattr(lead, names[link]) == row.name}


@verb
def link_many(leads: Iterable[Lead], contacts: dict[int, Contact], *, by) -> dict[int, dict[str, Any]]:
    """The values that the customers bring to the records; the records fill what is empty in the customers (02.16)."""
    brought, offered = {}, defaultdict[type[Contact], dict[int, dict[str, Any]]](dict)
    for lead in leads:
        if contact := contacts.get(lead.pk):
            brought[lead.pk] = customers.linked(lead, contact)
            known = offered[type(contact)].setdefault(contact.pk, {})
            # Of several records the first one that knows something.
            offered[type(contact)][contact.pk] = customers.lent(lead, contact) | known
    for model, values in offered.items():
        fill_many(model, values, by=by)
    return brought


@verb
def make_many(leads: list[Lead], *, by, reuse: bool = False) -> dict[int, Contact]:
    """A customer for each record, of what it says of him (02.15): a company where its name is known, and a person.

    Records of the same company or the same e-mail share them. `reuse` takes companies of the same name or domain that
    are there already.
    """
    companies = _companies_of(leads, by=by, reuse=reuse)
    people: dict[str, Person] = {}
    made: dict[int, Contact] = {}
    for lead in leads:
        company = lead.company or companies.get(normal.company_name(lead.company_name))
        if lead.contact_name or lead.email:
            person = people.setdefault(lead.email or f"{lead.pk}", customers.person_of(lead, company))
            made[lead.pk] = person
        elif company:
            made[lead.pk] = company
    created_many(list(people.values()), by=by)
    return made


def _companies_of(leads: list[Lead], *, by, reuse: bool) -> dict[str, Company]:
    """By the normal form of the name."""
    wanted: dict[str, Lead] = {}
    for lead in leads:
        if lead.company is None and (key := normal.company_name(lead.company_name)):
            wanted.setdefault(key, lead)
    known = companies_like(wanted.values()) if reuse else {}
    made = {key: customers.company_of(lead) for key, lead in wanted.items() if lead.pk not in known}
    created_many(list(made.values()), by=by)
    return made | {key: known[lead.pk] for key, lead in wanted.items() if lead.pk in known}


def companies_like(leads: Iterable[Lead]) -> dict[int, Company]:
    """For each record the company of the same domain or the same normal name that is there already, the oldest one."""
    names = {lead.pk: normal.company_name(lead.company_name) for lead in leads if lead.company_name}
    domains = {lead.pk: lead.domain for lead in leads if lead.domain}
    rows = Company.objects.current()
    of_domain = rows.holding(ContactKey.Kind.DOMAIN, set(domains.values()))
    of_name = dict(rows.filter(name_key__in=set(names.values())).order_by("-pk").values_list("name_key", "pk"))
    keys = {}
    for lead in leads:
        same = [*of_domain.get(domains.get(lead.pk, ""), ()), of_name.get(names.get(lead.pk, ""))]
        if key := next(filter(None, same), None):
            keys[lead.pk] = key
    found = rows.in_bulk(set(keys.values()))
    return {lead: found[key] for lead, key in keys.items()}


@verb
def tell_person(lead: Lead, values: dict[str, Any], *, by) -> None:
    """Adds a new e-mail or phone of the record to its person as the main one; the old one stays behind it (02.18).

    What the record has already is not new, whatever became of the person since.
    """
    person = lead.person
    if person is None:
        return
    told: dict[str, Any] = {}
    new = {name: value for name, value in values.items() if value and value != getattr(lead, name)}
    if "email" in new and new["email"] != person.email:
        told["emails"] = _first(emails([new["email"]])[0], person.emails)
    if others := emails(one for one in new.get("extra_emails", ()) if one not in lead.emails):
        held = told.get("emails", person.emails)
        known = {one["value"] for one in held}
        told["emails"] = [*held, *(one for one in others if one["value"] not in known)]
    if "phone" in new and new["phone"] != person.phone:
        told["phones"] = _first(phones([new["phone"]], "")[0], person.phones)
    mobile, numbers = new.get("mobile"), told.get("phones", person.phones)
    if mobile and mobile not in {one["value"] for one in numbers}:
        told["phones"] = [*numbers, *phones([mobile], "")]
    if told:
        editing.edit(person, by=by, **told)


def _first(address: dict[str, Any], others: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = next((one for one in others if one["value"] == address["value"]), address)
    return [known, *(one for one in others if one is not known)]
