"""What companies and people can be filtered, sorted and grouped by."""

from django.utils.translation import gettext_lazy as _

from piste.contacts.models import Company, Contact, Person
from piste.finding import ready
from piste.kernel import normal, world
from piste.kernel.criteria.columns import column
from piste.kernel.criteria.fields import Field, Type, declare
from piste.teams.fields import PEOPLE, TEAMS


def person_name(first: str | None, last: str | None) -> str:
    return f"{first or ''} {last or ''}".strip()


def email(address: str) -> str:
    return normal.email(address).value


def _shared(model: type[Contact]) -> list[Field]:
    """What both have."""
    return [
        column(model, "email", normal=email, searched=True),
        column(model, "phone", searched=True),
        column(model, "website"),
        column(model, "street"),
        column(model, "postcode"),
        column(model, "city", groupable=True),
        column(model, "region", groupable=True),
        column(model, "country", type=Type.CHOICE, choices=world.countries, groupable=True),
        column(model, "language", type=Type.CHOICE, choices=world.languages, groupable=True),
        column(model, "owner", whose=PEOPLE),
        column(model, "team", whose=TEAMS),
        column(model, "tags"),
        column(model, "notes", sortable=False),
        column(model, "archived", label=_("Archived")),
        column(model, "created_at", key="created", label=_("Created")),
    ]


declare(
    "company",
    Company,
    column(Company, "name", order="name_key"),
    column(Company, "legal_name"),
    column(Company, "industry", groupable=True),
    column(Company, "employees", measurable=True),
    column(Company, "registration_number"),
    column(Company, "tax_number"),
    column(Company, "parent"),
    *_shared(Company),
)
declare(
    "person",
    Person,
    Field(
        key="name",
        label=_("Name"),
        type=Type.TEXT,
        path="name_key",
        columns=("first_name", "last_name", "email"),
        text=lambda first, last, address: person_name(first, last) or address,
    ),
    column(Person, "first_name"),
    column(Person, "last_name"),
    column(Person, "job_title", groupable=True),
    column(Person, "company", order="company__name_key", groups_by=("industry",)),
    *_shared(Person),
)

for noun in ("company", "person"):
    ready.declare(
        noun,
        _("Whose"),
        (_("Mine"), {"f": "owner", "op": "me"}),
        (_("My team's"), {"f": "owner", "op": "my_team"}),
        (_("Unassigned"), {"f": "owner", "op": "empty"}),
    )
    ready.declare(noun, _("Time"), (_("Created this month"), {"f": "created", "op": "rel", "v": "this_month"}))
