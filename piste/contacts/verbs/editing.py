from collections.abc import Iterator
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from piste.contacts.models import Company, Contact, Person
from piste.contacts.values import cleaned, domains_of
from piste.history.recording import change, change_each, record, record_many, refuse_stale, verb
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused

AnyContact = TypeVar("AnyContact", bound=Contact)

BRING_DOMAINS = {"website", "emails"}
# How far up a group of companies is followed.
CHAIN = 50


@verb
def edit(contact: AnyContact, *, by, seen: int | None = None, **values: Any) -> AnyContact:
    """Changes fields and tags of a company or a person. `seen` is the version that the writer looked at: a field that
    somebody changed since is refused, others are saved (00.22).
    """
    locked(contact)
    values = cleaned(type(contact), values, country=contact.country)
    refuse_stale(contact, values, seen)
    _refuse_nameless(contact, values)
    if isinstance(contact, Company):
        _refuse_circle(contact, values.get("parent"))
    if changes := change(contact, **meant(contact, values)):
        record(contact, f"{contact.noun}.edited", by=by, changes=changes)
    return contact


@verb
def fill_many(model: type[Contact], offered: dict[int, dict[str, Any]], *, by) -> list[Contact]:
    """Fills what is empty in many contacts of one kind; what they have stays (02.16).

    `offered` are values in normal form, by the keys of the contacts.
    """
    relations = [field.name for field in model._meta.concrete_fields if field.many_to_one]
    rows = locked_many(model._default_manager.filter(pk__in=offered).select_related(*relations))
    changes = change_each(rows, lambda row: _still_empty(row, offered[row.pk]))
    record_many(rows, f"{model.noun}.edited", by=by, changes=changes)
    return rows


def _still_empty(contact: Contact, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value and not getattr(contact, name)}


def meant(contact: Contact, values: dict[str, Any]) -> dict[str, Any]:
    """The values with what they bring: a website its domain, a company its salesperson and team (02.21)."""
    if isinstance(contact, Company) and not values.get("domains", contact.domains) and values.keys() & BRING_DOMAINS:
        domains = domains_of(values.get("website", contact.website), values.get("emails", contact.emails))
        return values | {"domains": domains}
    if isinstance(contact, Person) and (company := values.get("company")):
        brought = {"owner": company.owner, "team": company.team}
        return {name: value for name, value in brought.items() if value and not getattr(contact, name)} | values
    return values


def _refuse_nameless(contact: Contact, values: dict[str, Any]) -> None:
    if isinstance(contact, Company):
        if not values.get("name", contact.name):
            raise Refused(_("A company needs a name."), field="name")
    elif not any(values.get(name, getattr(contact, name)) for name in ("first_name", "last_name", "emails")):
        raise Refused(_("Give at least a name or an e-mail."), field="last_name")


def _refuse_circle(company: Company, parent: Company | None) -> None:
    if parent and any(one.pk == company.pk for one in above(parent)):
        raise belongs_already(company, parent)


def above(company: Company | None) -> Iterator[Company]:
    """The company and those that it belongs to; a chain that never ends counts as one that does not belong together."""
    for _step in range(CHAIN):
        if company is None:
            return
        yield company
        company = company.parent


def belongs_already(company: Company, parent: Company) -> Refused:
    message = _("%(parent)s belongs to %(company)s already.") % {"parent": parent, "company": company}
    return Refused(message, field="parent")
