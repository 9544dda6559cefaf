"""The customer of a record: chosen among the contacts, or made on the spot."""

from typing import Any

from piste.contacts.models import Company, Person
from piste.contacts.verbs.creating import create_company, create_person
from piste.history.recording import verb
from piste.pipeline.models import Lead

BROUGHT = ("company", "email", "phone", "job_title", "language")


@verb
def with_customer(values: dict[str, Any], *, by, lead: Lead | None = None) -> dict[str, Any]:
    """The values with rows for the names that were typed as company or person.

    A person brings his company and addresses where the record has none.
    """
    values = dict(values)
    if isinstance(values.get("company"), str):
        values["company"] = create_company(by=by, name=values["company"])
    if isinstance(values.get("person"), str):
        company = values.get("company", lead and lead.company)
        values["person"] = _person_named(values["person"], company, by=by)
    if person := values.get("person"):
        values = _brought_by(person, lead) | values
    return values


def _person_named(name: str, company: Company | None, *, by) -> Person:
    first, _, last = name.strip().rpartition(" ")
    return create_person(by=by, first_name=first.strip(), last_name=last, company=company)


def _brought_by(person: Person, lead: Lead | None) -> dict[str, Any]:
    brought = {name: getattr(person, name) for name in BROUGHT}
    return {name: value for name, value in brought.items() if value and not (lead and getattr(lead, name))}
