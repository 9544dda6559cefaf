"""Companies, people and tags, for programs: the same verbs and the same rows as the pages."""

from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Status

from piste.accounts.models import User
from piste.contacts.models import Company, Contact, Person, Tag
from piste.contacts.querysets import ContactQuerySet
from piste.contacts.verbs import creating, editing, storing
from piste.contacts.verbs import tags as tagging
from piste.kernel.rest import PageIn, Said, chosen, chosen_many, paged, version_seen
from piste.teams.models import Team

companies = Router(tags=["companies"])
people = Router(tags=["people"])
tags = Router(tags=["tags"])

ORDERS = {"id": ["id"], "name": ["name_key"], "-id": ["-id"], "-name": ["-name_key"]}
HIDDEN = {"search_text", "name_key", "deleted_at"}


class ContactsIn(PageIn):
    q: str = Field("", description="words of the name, e-mails, phone numbers, website or city")
    archived: bool | None = Field(False, description="leave empty for both")
    owner: int | None = None
    team: int | None = None
    order: Literal["id", "name", "-id", "-name"] = "id"

    def narrowed(self, rows: ContactQuerySet) -> ContactQuerySet:
        given = {"archived": self.archived, "owner": self.owner, "team": self.team}
        return rows.matching(self.q).filter(**{name: value for name, value in given.items() if value is not None})


class PeopleIn(ContactsIn):
    company: int | None = None

    def narrowed(self, rows: ContactQuerySet) -> ContactQuerySet:
        rows = super().narrowed(rows)
        return rows.filter(company=self.company) if self.company is not None else rows


class AddressIn(Said):
    value: str = Field(max_length=300)
    label: str = Field("", max_length=40)
    invalid: bool = False
    opted_out: bool = False


class ContactIn(Said):
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
    owner: int | None = None
    team: int | None = None
    tags: list[int] = []
    notes: str = ""
    version: int | None = Field(None, description="the version that you read; or send it as If-Match")

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
    employees: int | None = None
    registration_number: str = ""
    tax_number: str = ""
    parent: int | None = None

    def linked(self, user: User) -> dict[str, Any]:
        return super().linked(user) | {"parent": Company.objects.visible_to(user)}


class PersonIn(ContactIn):
    first_name: str = ""
    last_name: str = ""
    job_title: str = ""
    company: int | None = None
    time_zone: str = ""

    def linked(self, user: User) -> dict[str, Any]:
        return super().linked(user) | {"company": Company.objects.visible_to(user)}


class TagIn(Said):
    name_en: str = Field("", max_length=80)
    name_fr: str = Field("", max_length=80)
    colour: int = Field(0, ge=0, le=11)
    version: int | None = None


@companies.get("", operation_id="companies_list", summary="Companies, by id or name")
def list_companies(request: HttpRequest, wanted: Query[ContactsIn]) -> dict[str, Any]:
    return _listed(Company.objects.visible_to(request.user), wanted)


@companies.post("", operation_id="companies_create", summary="Create a company", response={201: dict})
def create_company(request: HttpRequest, said: CompanyIn) -> Status:
    _refuse_readers(request.user)
    return Status(201, _out(creating.create_company(by=request.user, **said.values(request.user))))


@companies.get("/{int:pk}", operation_id="companies_read", summary="One company")
def read_company(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(get_object_or_404(Company.objects.visible_to(request.user), pk=pk))


@companies.patch("/{int:pk}", operation_id="companies_edit", summary="Change fields of a company")
def edit_company(request: HttpRequest, pk: int, said: CompanyIn) -> dict[str, Any]:
    return _edited(request, get_object_or_404(Company.objects.editable_by(request.user), pk=pk), said)


@companies.post("/{int:pk}/archive", operation_id="companies_archive", summary="Archive a company")
def archive_company(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(storing.archive(get_object_or_404(Company.objects.editable_by(request.user), pk=pk), by=request.user))


@companies.post("/{int:pk}/unarchive", operation_id="companies_unarchive", summary="Un-archive a company")
def unarchive_company(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(storing.unarchive(get_object_or_404(Company.objects.editable_by(request.user), pk=pk), by=request.user))


@companies.delete("/{int:pk}", operation_id="companies_delete", summary="Put a company into the trash")
def delete_company(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(storing.trash(get_object_or_404(Company.objects.deletable_by(request.user), pk=pk), by=request.user))


@people.get("", operation_id="people_list", summary="People, by id or name")
def list_people(request: HttpRequest, wanted: Query[PeopleIn]) -> dict[str, Any]:
    return _listed(Person.objects.visible_to(request.user), wanted)


@people.post("", operation_id="people_create", summary="Create a person", response={201: dict})
def create_person(request: HttpRequest, said: PersonIn) -> Status:
    _refuse_readers(request.user)
    return Status(201, _out(creating.create_person(by=request.user, **said.values(request.user))))


@people.get("/{int:pk}", operation_id="people_read", summary="One person")
def read_person(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(get_object_or_404(Person.objects.visible_to(request.user), pk=pk))


@people.patch("/{int:pk}", operation_id="people_edit", summary="Change fields of a person")
def edit_person(request: HttpRequest, pk: int, said: PersonIn) -> dict[str, Any]:
    return _edited(request, get_object_or_404(Person.objects.editable_by(request.user), pk=pk), said)


@people.post("/{int:pk}/archive", operation_id="people_archive", summary="Archive a person")
def archive_person(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(storing.archive(get_object_or_404(Person.objects.editable_by(request.user), pk=pk), by=request.user))


@people.post("/{int:pk}/unarchive", operation_id="people_unarchive", summary="Un-archive a person")
def unarchive_person(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(storing.unarchive(get_object_or_404(Person.objects.editable_by(request.user), pk=pk), by=request.user))


@people.delete("/{int:pk}", operation_id="people_delete", summary="Put a person into the trash")
def delete_person(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(storing.trash(get_object_or_404(Person.objects.deletable_by(request.user), pk=pk), by=request.user))


@tags.get("", operation_id="tags_list", summary="Tags, by id")
def list_tags(request: HttpRequest, at: Query[PageIn], q: str = "", archived: bool | None = False) -> dict[str, Any]:
    rows = Tag.objects.visible_to(request.user).filter(Q(name_en__icontains=q) | Q(name_fr__icontains=q))
    if archived is not None:
        rows = rows.filter(archived=archived)
    return paged(rows, _tag_out, at)


@tags.post("", operation_id="tags_create", summary="Create a tag", response={201: dict})
def create_tag(request: HttpRequest, said: TagIn) -> Status:
    if not request.user.manages:
        raise PermissionDenied(_("Tags are in the hands of managers."))
    values = said.dict(exclude_unset=True, exclude={"version"})
    return Status(201, _tag_out(tagging.create_tag(by=request.user, **values)))


@tags.get("/{int:pk}", operation_id="tags_read", summary="One tag")
def read_tag(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _tag_out(get_object_or_404(Tag.objects.visible_to(request.user), pk=pk))


@tags.patch("/{int:pk}", operation_id="tags_edit", summary="Change a tag")
def edit_tag(request: HttpRequest, pk: int, said: TagIn) -> dict[str, Any]:
    tag = get_object_or_404(Tag.objects.editable_by(request.user), pk=pk)
    values = said.dict(exclude_unset=True, exclude={"version"})
    return _tag_out(tagging.edit_tag(tag, by=request.user, seen=version_seen(request, said.version), **values))


@tags.post("/{int:pk}/archive", operation_id="tags_archive", summary="Archive a tag")
def archive_tag(request: HttpRequest, pk: int) -> dict[str, Any]:
    tag = get_object_or_404(Tag.objects.editable_by(request.user), pk=pk)
    return _tag_out(tagging.archive_tag(tag, by=request.user))


@tags.post("/{int:pk}/unarchive", operation_id="tags_unarchive", summary="Un-archive a tag")
def unarchive_tag(request: HttpRequest, pk: int) -> dict[str, Any]:
    tag = get_object_or_404(Tag.objects.editable_by(request.user), pk=pk)
    return _tag_out(tagging.unarchive_tag(tag, by=request.user))


def _listed(rows: ContactQuerySet, wanted: ContactsIn) -> dict[str, Any]:
    rows = wanted.narrowed(rows).defer("search_text").prefetch_related("tags")
    return paged(rows, _out, wanted, order=ORDERS[wanted.order])


def _edited(request: HttpRequest, contact: Contact, said: ContactIn) -> dict[str, Any]:
    seen = version_seen(request, said.version)
    return _out(editing.edit(contact, by=request.user, seen=seen, **said.values(request.user)))


def _refuse_readers(user: User) -> None:
    if not (user.sells and user.may_write):
        raise PermissionDenied(_("Your role reads only."))


def _out(contact: Contact) -> dict[str, Any]:
    fields = (field for field in contact._meta.concrete_fields if field.name not in HIDDEN)
    row = {field.name: field.value_from_object(contact) for field in fields}
    return row | {"tags": sorted(tag.pk for tag in contact.tags.all())}


def _tag_out(tag: Tag) -> dict[str, Any]:
    return {
        "id": tag.pk,
        "name_en": tag.name_en,
        "name_fr": tag.name_fr,
        "colour": tag.colour,
        "archived": tag.archived,
        "version": tag.version,
    }
