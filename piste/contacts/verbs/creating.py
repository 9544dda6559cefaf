from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from piste.contacts.models import Company, Contact, Person, Tag
from piste.contacts.values import cleaned, domains_of
from piste.history.recording import created, verb
from piste.kernel.refusals import Refused


@verb
def create_company(*, by, tags: Iterable[Tag] = (), **values: Any) -> Company:
    """A new company; its domains follow from website and e-mails when none is given."""
    company = Company(**cleaned(Company, values))
    if not company.name:
        raise Refused(_("A company needs a name."), field="name")
    company.domains = company.domains or domains_of(company.website, company.emails)
    return _created(company, tags, by=by)


@verb
def create_person(*, by, company_name: str = "", tags: Iterable[Tag] = (), **values: Any) -> Person:
    """A new person. `company_name` makes a new company for him.

    An empty owner or team comes from the company (02.21).
    """
    person = Person(**cleaned(Person, values))
    if not str(person):
        raise Refused(_("Give at least a name or an e-mail."), field="last_name")
    if company_name.strip():
        person.company = create_company(by=by, name=company_name, owner=person.owner, team=person.team)
    if person.company:
        person.owner = person.owner or person.company.owner
        person.team = person.team or person.company.team
    return _created(person, tags, by=by)


def _created(contact: Contact, tags: Iterable[Tag], *, by) -> Any:
    created(contact, by=by)
    if tags:
        contact.tags.set(tags)
    return contact
