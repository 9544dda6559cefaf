"""What the pages tell of a company or a person: in which order, by which name, from which columns."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from piste.contacts.models import Company, Contact, Person

MODELS: dict[str, type[Contact]] = {"company": Company, "person": Person}

# Facts that stand in several columns; any other bears the name of its one column.
COLUMNS = {
    "person_name": ("first_name", "last_name"),
    "address": ("street", "street2", "postcode", "city", "region", "country"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is shown and edited as a whole."""

    key: str
    label: str
    columns: tuple[str, ...]


def fact(noun: str, key: str) -> Fact:
    """Raises LookupError when the noun has no such fact."""
    if key not in {*edited(noun), "notes"}:
        raise LookupError(key)
    columns = COLUMNS.get(key, (key,))
    return Fact(key, _label(noun, key), columns)


def edited(noun: str) -> set[str]:
    """All that can be edited in place: the facts of the page, and each column of those that have several."""
    whole = {name for _title, keys in groups(noun) for name in keys} | {heading(noun)}
    return whole | {column for name in whole for column in COLUMNS.get(name, ())}


def heading(noun: str) -> str:
    """The fact that stands over the page."""
    return {"company": "name", "person": "person_name"}[noun]


def groups(noun: str) -> list[tuple[str, tuple[str, ...]]]:
    """Sections of the page: title and facts."""
    reach = (_("Contact"), ("emails", "phones", "website", "address"))
    sales = (_("Sales"), ("owner", "team", "tags"))
    if noun == "person":
        return [reach, (_("Person"), ("company", "job_title", "language", "time_zone")), sales]
    about = ("industry", "employees", "domains", "parent", "language")
    registered = ("legal_name", "registration_number", "tax_number")
    return [reach, (_("Company"), about + registered), sales]


def _label(noun: str, key: str) -> str:
    if key == "address":
        return _("Address")
    if key == "person_name":
        return _("Name")
    return capfirst(str(MODELS[noun]._meta.get_field(key).verbose_name))
