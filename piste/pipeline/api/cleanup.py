"""Duplicates to be worked through, for programs (02.26): groups that share a value, of records and of contacts."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from piste.contacts.api.merging import ApartIn, ApartOut, kept_apart
from piste.contacts.models import Company, Person
from piste.pipeline.api.leads import leads
from piste.pipeline.api.shapes import HiddenOut
from piste.pipeline.cleanup.groups import page
from piste.pipeline.cleanup.kinds import kind_of
from piste.pipeline.models import Lead

company_duplicates = Router(tags=["companies"])
person_duplicates = Router(tags=["people"])


class GroupsIn(Schema):
    after: str = Field("", max_length=1000, description="`next` of the former answer")


class LeadGroupsIn(GroupsIn):
    by: Literal["email", "person", "company", "phone", "colleague", "domain", "name", "title"] = "email"


class CompanyGroupsIn(GroupsIn):
    by: Literal["email", "phone", "domain", "name"] = "email"


class PersonGroupsIn(GroupsIn):
    by: Literal["email", "phone", "name"] = "email"


class GroupOut(Schema):
    value: str = Field(description="what they share, as it is compared")
    label: str = Field(description="the same, as people read it")
    ids: list[int]
    hidden_duplicates: list[HiddenOut] = Field(description="how many more one may not see, and whom to ask")


class GroupsOut(Schema):
    strength: Literal["same", "likely", "similar"]
    items: list[GroupOut]
    next: str | None = Field(description="`after` of the following call; null at the end")


@leads.get("/duplicates", operation_id="leads_groups", summary="Records that share a value", response=GroupsOut)
def of_leads(request: HttpRequest, wanted: Query[LeadGroupsIn]) -> dict[str, Any]:
    return _groups(request, Lead.noun, wanted.by, wanted.after)


@leads.post("/apart", operation_id="leads_apart", summary="These are no duplicates", response=ApartOut)
def keep_leads_apart(request: HttpRequest, said: ApartIn) -> dict[str, Any]:
    return kept_apart(Lead.objects.editable_by(request.user), said, by=request.user)


@company_duplicates.get("", operation_id="companies_groups", summary="Companies that share a value", response=GroupsOut)
def of_companies(request: HttpRequest, wanted: Query[CompanyGroupsIn]) -> dict[str, Any]:
    return _groups(request, Company.noun, wanted.by, wanted.after)


@person_duplicates.get("", operation_id="people_groups", summary="People who share a value", response=GroupsOut)
def of_people(request: HttpRequest, wanted: Query[PersonGroupsIn]) -> dict[str, Any]:
    return _groups(request, Person.noun, wanted.by, wanted.after)


def _groups(request: HttpRequest, noun: str, by: str, after: str) -> dict[str, Any]:
    kind = kind_of(noun, by)
    found = page(kind, request.user, after=after)
    items = [
        {"value": group.value, "label": group.label, "ids": [row.pk for row in group.rows]}
        | {"hidden_duplicates": [{"owner": owner, "count": count} for owner, count in group.hidden]}
        for group in found.groups
    ]
    return {"strength": kind.strength, "items": items, "next": found.following or None}
