"""What the page of a record tells: in which order, by which name, from which columns."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from piste.contacts.facts import Fact
from piste.pipeline.models import Lead
from piste.ui import place

# An amount and over how many months it comes in: one says nothing without the other.
RECURRING = ("recurring_revenue", "recurring_plan")
# Facts that stand in several columns; any other bears the name of its one column.
COLUMNS = {
    "address": ("street", "street2", "postcode", "city", "region", "country"),
    **dict.fromkeys(RECURRING, RECURRING),
}
# Shown in places of their own.
APART = ("title", "expected_revenue", *RECURRING, "expected_closing", "probability", "notes")
CUSTOMER = ("company", "person", "contact_name", "company_name", "job_title")
REACH = ("email", "phone", "mobile", "website", "address", "language")
DEAL = ("owner", "team", "tags", "priority", "source", "medium", "campaign", "referrer", "colour")
# All that can be edited in place: the facts, and each column of those that have several.
EDITED = frozenset(
    ("stage", *CUSTOMER, *REACH, *DEAL, *APART, *(column for some in COLUMNS.values() for column in some))
)
# What a stage may ask for: columns that can be empty.
REQUIRABLE = (
    *("company", "person", "contact_name", "email", "phone", "expected_revenue", "expected_closing"),
    *("owner", "team", "source", "website", "city", "country", "notes"),
)


def fact(key: str) -> Fact:
    """Raises LookupError when there is no such fact."""
    if key not in EDITED:
        raise LookupError(key)
    columns = COLUMNS.get(key, (key,))
    return Fact(key, _("Address") if key == "address" else label_of(key), columns)


def showing(columns: Iterable[str]) -> list[Fact]:
    """The facts in which these columns are read, each once."""
    places = {column: key for key, several in COLUMNS.items() for column in several} | {"extra_emails": "email"}
    keys = dict.fromkeys(places.get(column, column) for column in columns)
    return [fact(key) for key in keys if key in EDITED]


def recurs() -> bool:
    """Whether records have a recurring revenue (14.4)."""
    return place.site().uses_recurring


def is_shown(key: str) -> bool:
    return key not in RECURRING or recurs()


def groups() -> list[tuple[str, list[Fact]]]:
    """The sections of the page: title and facts."""
    return [
        (_("Customer"), [fact(key) for key in (*CUSTOMER, *REACH)]),
        (_("Deal"), [fact(key) for key in DEAL]),
    ]


def label_of(column: str) -> str:
    return capfirst(str(Lead._meta.get_field(column).verbose_name))
