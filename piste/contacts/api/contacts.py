"""Companies and people, for programs: the same verbs and the same rows as the pages."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status

from piste.accounts.doors import refuse_readers
from piste.accounts.models import User
from piste.contacts import duplicates
from piste.contacts.api.shapes import (
    CompanyCreatedOut,
    CompanyIn,
    CompanyOut,
    ContactIn,
    ContactsIn,
    PeopleIn,
    PersonCreatedOut,
    PersonIn,
    PersonOut,
    contact_out,
)
from piste.contacts.models import Company, Contact, Person
from piste.contacts.querysets import ContactQuerySet
from piste.contacts.verbs import creating, editing, storing
from piste.kernel.rest import page_of, paged, version_seen

companies = Router(tags=["companies"])
people = Router(tags=["people"])


@companies.get("", operation_id="companies_list", summary="Companies, by id or name", response=page_of(CompanyOut))
def list_companies(request: HttpRequest, wanted: Query[ContactsIn]) -> dict[str, Any]:
    return _listed(request.user, Company.objects.visible_to(request.user), wanted)


@companies.post("", operation_id="companies_create", summary="Create a company", response={201: CompanyCreatedOut})
def create_company(request: HttpRequest, said: CompanyIn) -> Status:
    refuse_readers(request.user)
    return _created(request, creating.create_company(by=request.user, **said.values(request.user)))


@companies.get("/{int:pk}", operation_id="companies_read", summary="One company", response=CompanyOut)
def read_company(request: HttpRequest, pk: int) -> dict[str, Any]:
    return contact_out(get_object_or_404(Company.objects.visible_to(request.user), pk=pk))


@companies.patch("/{int:pk}", operation_id="companies_edit", summary="Change fields of a company", response=CompanyOut)
def edit_company(request: HttpRequest, pk: int, said: CompanyIn) -> dict[str, Any]:
    return _edited(request, _company(request, pk), said)


@companies.post("/{int:pk}/archive", operation_id="companies_archive", summary="Archive a company", response=CompanyOut)
def archive_company(request: HttpRequest, pk: int) -> dict[str, Any]:
    return contact_out(storing.archive(_company(request, pk), by=request.user))


@companies.post(
    "/{int:pk}/unarchive", operation_id="companies_unarchive", summary="Un-archive a company", response=CompanyOut
)
def unarchive_company(request: HttpRequest, pk: int) -> dict[str, Any]:
    return contact_out(storing.unarchive(_company(request, pk), by=request.user))


@companies.delete(
    "/{int:pk}", operation_id="companies_delete", summary="Put a company into the trash", response=CompanyOut
)
def delete_company(request: HttpRequest, pk: int) -> dict[str, Any]:
    return contact_out(
        storing.trash(get_object_or_404(Company.objects.deletable_by(request.user), pk=pk), by=request.user)
    )


@people.get("", operation_id="people_list", summary="People, by id or name", response=page_of(PersonOut))
def list_people(request: HttpRequest, wanted: Query[PeopleIn]) -> dict[str, Any]:
    return _listed(request.user, Person.objects.visible_to(request.user), wanted)


@people.post("", operation_id="people_create", summary="Create a person", response={201: PersonCreatedOut})
def create_person(request: HttpRequest, said: PersonIn) -> Status:
    refuse_readers(request.user)
    return _created(request, creating.create_person(by=request.user, **said.values(request.user)))


@people.get("/{int:pk}", operation_id="people_read", summary="One person", response=PersonOut)
def read_person(request: HttpRequest, pk: int) -> dict[str, Any]:
    return contact_out(get_object_or_404(Person.objects.visible_to(request.user), pk=pk))


@people.patch("/{int:pk}", operation_id="people_edit", summary="Change fields of a person", response=PersonOut)
def edit_person(request: HttpRequest, pk: int, said: PersonIn) -> dict[str, Any]:
    return _edited(request, _person(request, pk), said)


@people.post("/{int:pk}/archive", operation_id="people_archive", summary="Archive a person", response=PersonOut)
def archive_person(request: HttpRequest, pk: int) -> dict[str, Any]:
    return contact_out(storing.archive(_person(request, pk), by=request.user))


@people.post("/{int:pk}/unarchive", operation_id="people_unarchive", summary="Un-archive a person", response=PersonOut)
def unarchive_person(request: HttpRequest, pk: int) -> dict[str, Any]:
    return contact_out(storing.unarchive(_person(request, pk), by=request.user))


@people.delete("/{int:pk}", operation_id="people_delete", summary="Put a person into the trash", response=PersonOut)
def delete_person(request: HttpRequest, pk: int) -> dict[str, Any]:
    return contact_out(
        storing.trash(get_object_or_404(Person.objects.deletable_by(request.user), pk=pk), by=request.user)
    )


def _created(request: HttpRequest, contact: Contact) -> Status:
    """Answers with who may be the same (02.X3)."""
    return Status(201, contact_out(contact) | duplicates.told(duplicates.of_contact(contact, user=request.user)))


def _listed(user: User, rows: ContactQuerySet, wanted: ContactsIn) -> dict[str, Any]:
    noun = rows.model.noun
    rows = wanted.fitted(wanted.narrowed(rows), noun, user).defer("search_text").prefetch_related("tags")
    return paged(rows, contact_out, wanted, order=wanted.ordered(noun, user))


def _edited(request: HttpRequest, contact: Contact, said: ContactIn) -> dict[str, Any]:
    seen = version_seen(request, said.version)
    return contact_out(editing.edit(contact, by=request.user, seen=seen, **said.values(request.user)))


def _company(request: HttpRequest, pk: int) -> Company:
    return get_object_or_404(Company.objects.editable_by(request.user), pk=pk)


def _person(request: HttpRequest, pk: int) -> Person:
    return get_object_or_404(Person.objects.editable_by(request.user), pk=pk)
