"""Who may be the same, for programs."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from piste.contacts import duplicates
from piste.contacts.api.contacts import companies, people
from piste.contacts.api.shapes import CompanyIn, CompanyOut, FoundContactsOut, PersonIn, PersonOut, contact_out
from piste.contacts.models import Company, Person
from piste.contacts.querysets import ContactQuerySet
from piste.contacts.verbs.adding import add_to


@companies.get(
    "/{int:pk}/duplicates",
    operation_id="companies_duplicates",
    summary="Companies that may be the same",
    response=FoundContactsOut,
)
def of_company(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _found(request, Company.objects.visible_to(request.user), pk)


@people.get(
    "/{int:pk}/duplicates",
    operation_id="people_duplicates",
    summary="People who may be the same",
    response=FoundContactsOut,
)
def of_person(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _found(request, Person.objects.visible_to(request.user), pk)


@companies.post(
    "/{int:pk}/add", operation_id="companies_add", summary="Add what the company has not", response=CompanyOut
)
def add_to_company(request: HttpRequest, pk: int, said: CompanyIn) -> dict[str, Any]:
    """Fills what is missing and adds e-mails and phones; nothing is overwritten."""
    company = get_object_or_404(Company.objects.editable_by(request.user), pk=pk)
    return contact_out(add_to(company, by=request.user, **said.values(request.user)))


@people.post("/{int:pk}/add", operation_id="people_add", summary="Add what the person has not", response=PersonOut)
def add_to_person(request: HttpRequest, pk: int, said: PersonIn) -> dict[str, Any]:
    """Fills what is missing and adds e-mails and phones; nothing is overwritten."""
    person = get_object_or_404(Person.objects.editable_by(request.user), pk=pk)
    return contact_out(add_to(person, by=request.user, **said.values(request.user)))


def _found(request: HttpRequest, rows: ContactQuerySet, pk: int) -> dict[str, Any]:
    return duplicates.told(duplicates.of_contact(get_object_or_404(rows, pk=pk), user=request.user))
