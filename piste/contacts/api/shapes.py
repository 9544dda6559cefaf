"""Companies and people as they are sent and answered."""

from datetime import datetime
from typing import Any, Literal

from django.db.models import prefetch_related_objects
from ninja import Field, Schema

from piste.accounts.models import User
from piste.contacts.models import Company, Contact, Person, Tag
from piste.contacts.querysets import ContactQuerySet
from piste.kernel.rest import Changes, Count, FilteredIn, Key, Said, chosen, chosen_many, link, shape, told
from piste.teams.models import Team


class ContactsIn(FilteredIn):
    q: str = Field("", description="words of the name, e-mails, phone numbers, website or city")
    archived: bool | None = Field(False, description="leave empty for both")
    owner: Key | None = None
    team: Key | None = None

    def narrowed(self, rows: ContactQuerySet) -> ContactQuerySet:
        given = {"archived": self.unless_viewed("archived"), "owner": self.owner, "team": self.team}
        return rows.matching(self.q).filter(**{name: value for name, value in given.items() if value is not None})


class PeopleIn(ContactsIn):
    company: Key | None = None

    def narrowed(self, rows: ContactQuerySet) -> ContactQuerySet:
        rows = super().narrowed(rows)
        return rows.filter(company=self.company) if self.company is not None else rows


class AddressIn(Said):
    value: str = Field(max_length=300)
    label: str = Field("", max_length=40)
    invalid: bool = False
    opted_out: bool = False


class ContactIn(Changes):
    """What is left out stays as it is."""

    emails: list[AddressIn | str] = []
    phones: list[AddressIn | str] = []
    website: str = ""
    street: str = ""
    street2: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = Field("", description="two letters")
    language: str = Field("", description="two letters")
    owner: Key | None = None
    team: Key | None = None
    tags: list[Key] = []
    notes: str = ""
    version: Key | None = Field(None, description="the version that you read; or send it as If-Match")

    def values(self, user: User) -> dict[str, Any]:
        """What was sent, its numbers turned into rows that the user may name."""
        values = self.dict(exclude_unset=True, exclude={"version"})
        for name, rows in self.linked(user).items():
            if name in values:
                values[name] = chosen(rows, values[name], field=name)
        if "tags" in values:
            values["tags"] = chosen_many(Tag.objects.visible_to(user), values["tags"], field="tags")
        return values

    def linked(self, user: User) -> dict[str, Any]:
        return {"owner": User.objects.visible_to(user), "team": Team.objects.visible_to(user)}


class CompanyIn(ContactIn):
    name: str = ""
    legal_name: str = ""
    domains: list[str] = []
    industry: str = ""
    employees: Count | None = None
    registration_number: str = ""
    tax_number: str = ""
    parent: Key | None = None

    def linked(self, user: User) -> dict[str, Any]:
        return super().linked(user) | {"parent": Company.objects.visible_to(user)}


class PersonIn(ContactIn):
    first_name: str = ""
    last_name: str = ""
    job_title: str = ""
    company: Key | None = None
    time_zone: str = ""

    def linked(self, user: User) -> dict[str, Any]:
        return super().linked(user) | {"company": Company.objects.visible_to(user)}


class AddressOut(Schema):
    value: str
    label: str
    invalid: bool
    opted_out: bool


class ContactOut(Schema):
    id: int
    version: int
    archived: bool
    created_at: datetime
    emails: list[AddressOut]
    phones: list[AddressOut]
    email: str = Field(description="the main one of `emails`")
    phone: str = Field(description="the main one of `phones`")
    website: str
    street: str
    street2: str
    postcode: str
    city: str
    region: str
    country: str
    language: str
    owner: int | None = link("user")
    team: int | None = link("team")
    tags: list[int] = link("tag")
    notes: str


class CompanyOut(ContactOut):
    name: str
    legal_name: str
    domains: list[str]
    industry: str
    employees: int | None
    registration_number: str
    tax_number: str
    parent: int | None = link("company")


class PersonOut(ContactOut):
    first_name: str
    last_name: str
    job_title: str
    company: int | None = link("company")
    time_zone: str


class LikeContactOut(Schema):
    id: int
    name: str
    strength: Literal["same", "likely", "similar"]
    reasons: list[str] = Field(description="email, phone, domain, namesake, name")


class HiddenContactsOut(Schema):
    """Contacts that you do not see: whom to ask, and how many."""

    owner: str
    count: int


class FoundContactsOut(Schema):
    possible_duplicates: list[LikeContactOut]
    hidden_duplicates: list[HiddenContactsOut]


class CompanyCreatedOut(CompanyOut, FoundContactsOut):
    pass


class PersonCreatedOut(PersonOut, FoundContactsOut):
    pass


def contact_out(contact: Contact) -> dict[str, Any]:
    schema = CompanyOut if isinstance(contact, Company) else PersonOut
    return told(schema, contact, tags=sorted(tag.pk for tag in contact.tags.all()))


@shape(Company, CompanyOut)
@shape(Person, PersonOut)
def contacts_out(contacts: list[Contact], user: User) -> list[dict[str, Any]]:
    prefetch_related_objects(contacts, "tags")
    return [contact_out(contact) for contact in contacts]
