"""Companies and people that are the same: made one, or told apart; and the trash."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from piste.contacts.api.contacts import companies, people
from piste.contacts.api.shapes import CompanyOut, PersonOut, contact_out
from piste.contacts.merged import picked_facts
from piste.contacts.models import Company, Contact, Person
from piste.contacts.querysets import ContactQuerySet
from piste.contacts.verbs import apart, merging, storing
from piste.history.merging import refuse_gone
from piste.kernel.refusals import Refused
from piste.kernel.rest import Key, PageIn, Said, chosen, page_of, paged

AT_MOST = 20


class ContactSeenIn(Said):
    """A record as it was read."""

    id: Key
    version: Key


class MergeContactsIn(Said):
    """Two to twenty records become one."""

    ids: list[Key] = Field(description="all of them, the one that stays included")
    into: Key | None = Field(None, description="the one that stays; else the one that was created first")
    picked: dict[str, Key] = Field(
        {}, description='whose value is kept, such as {"website": 12}; `address` is one; else by the rules'
    )
    versions: list[ContactSeenIn] = Field([], description="the versions that you read")


class ApartIn(Said):
    """They are no duplicates, and are not proposed again."""

    ids: list[Key] = Field(description="2 to 20 records")


class ApartOut(Schema):
    pairs: int = Field(description="how many pairs were not known before")
    change_set: int | None = Field(description="what is undone together")


@companies.post("/merge", operation_id="companies_merge", summary="Merge companies into one", response=CompanyOut)
def merge_companies(request: HttpRequest, said: MergeContactsIn) -> dict[str, Any]:
    return _merged(request, Company.objects.editable_by(request.user).select_related("owner", "team", "parent"), said)


@people.post("/merge", operation_id="people_merge", summary="Merge people into one", response=PersonOut)
def merge_people(request: HttpRequest, said: MergeContactsIn) -> dict[str, Any]:
    return _merged(request, Person.objects.editable_by(request.user).select_related("owner", "team", "company"), said)


@companies.post("/apart", operation_id="companies_apart", summary="These are no duplicates", response=ApartOut)
def keep_companies_apart(request: HttpRequest, said: ApartIn) -> dict[str, Any]:
    return kept_apart(Company.objects.editable_by(request.user), said, by=request.user)


@people.post("/apart", operation_id="people_apart", summary="These are no duplicates", response=ApartOut)
def keep_people_apart(request: HttpRequest, said: ApartIn) -> dict[str, Any]:
    return kept_apart(Person.objects.editable_by(request.user), said, by=request.user)


@companies.get(
    "/trash",
    operation_id="companies_trash",
    summary="Companies in the trash",
    response=page_of(CompanyOut),
)
def trashed_companies(request: HttpRequest, at: Query[PageIn]) -> dict[str, Any]:
    return _trashed(Company.objects.trashed_for(request.user), at)


@people.get("/trash", operation_id="people_trash", summary="People in the trash", response=page_of(PersonOut))
def trashed_people(request: HttpRequest, at: Query[PageIn]) -> dict[str, Any]:
    return _trashed(Person.objects.trashed_for(request.user), at)


@companies.post(
    "/{int:pk}/untrash", operation_id="companies_untrash", summary="Bring back a company", response=CompanyOut
)
def untrash_company(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _back(Company.objects.trashed_for(request.user), pk, by=request.user)


@people.post("/{int:pk}/untrash", operation_id="people_untrash", summary="Bring back a person", response=PersonOut)
def untrash_person(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _back(Person.objects.trashed_for(request.user), pk, by=request.user)


def kept_apart(rows: Any, said: ApartIn, *, by: Any) -> dict[str, Any]:
    """Of these rows, all of which this person may change."""
    found = list(_named(rows, said.ids, by))
    pairs = apart.keep_all_apart(found, by=by)
    return {"pairs": len(pairs), "change_set": pairs[0].last_act if pairs else None}


def _merged(request: HttpRequest, rows: ContactQuerySet, said: MergeContactsIn) -> dict[str, Any]:
    named = _named(rows, said.ids, request.user)
    into = chosen(named, said.into, field="into")
    if unknown := said.picked.keys() - set(picked_facts(rows.model.noun)):
        raise Refused(_("There is no %(key)s here.") % {"key": min(unknown)}, field="picked")
    seen = {one.id: one.version for one in said.versions}
    contacts: list[Contact] = list(named.prefetch_related("tags"))
    return contact_out(merging.merge(contacts, by=request.user, into=into, picked=said.picked, seen=seen))


def _named(rows: Any, keys: list[int], user: Any) -> Any:
    if not 2 <= len(set(keys)) <= AT_MOST:
        raise Refused(_("Select 2 to 20 records."), field="ids")
    named = rows.filter(pk__in=keys)
    for gone in set(keys).difference(named.values_list("pk", flat=True)):
        refuse_gone(rows.model, gone, user)
        raise Http404
    return named


def _trashed(rows: ContactQuerySet, at: PageIn) -> dict[str, Any]:
    rows = rows.defer("search_text").prefetch_related("tags")
    return paged(rows, contact_out, at, order=["-deleted_at", "-id"])


def _back(rows: ContactQuerySet, pk: int, *, by: Any) -> dict[str, Any]:
    return contact_out(storing.untrash(get_object_or_404(rows, pk=pk), by=by))
