"""Conversion for programs: one lead, many, back again; and a copy of a record."""

from itertools import cycle
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Schema, Status

from piste.accounts.doors import refuse_readers
from piste.accounts.models import User
from piste.finding.api import ManyIn, done
from piste.finding.bulk import Outcome
from piste.history.api import JobOut
from piste.kernel.rest import Changes, Key, chosen, chosen_many, version_seen
from piste.pipeline.api.leads import editable, leads
from piste.pipeline.api.shapes import LeadOut, lead_out, linked
from piste.pipeline.matching import matched
from piste.pipeline.models import Lead
from piste.pipeline.verbs import converting, creating


class ConvertIn(Changes):
    """What is left out stays as it is."""

    owner: int | None = None
    team: int | None = None
    customer: Literal["match", "create", "none"] = Field(
        "match", description="the one with the same e-mail, else a new one; a new one; or none"
    )
    person: int | None = Field(None, description="link this person")
    company: int | None = Field(None, description="link this company, when no person is named")
    reuse_company: bool = Field(False, description="a new person belongs to a company of the same name or domain")
    merge_with: int | None = Field(None, description="an open record of the same customer, which it goes into")
    version: int | None = Field(None, description="the version that you read; or send it as If-Match")

    def choices(self, user: User, lead: Lead) -> dict[str, Any]:
        rows = linked(user) | {"merge_with": Lead.objects.editable_by(user).exclude(pk=lead.pk)}
        said = {name: chosen(rows[name], getattr(self, name), field=name) for name in ("owner", "team", "merge_with")}
        named = [chosen(rows[name], getattr(self, name), field=name) for name in ("person", "company")]
        contact = next(filter(None, named), None)
        if contact is None and self.customer == "match" and not (lead.person_id or lead.company_id):
            contact = matched([lead]).get(lead.pk)
        return said | {
            "contact": contact,
            "create": contact is None and self.customer != "none",
            "reuse": self.reuse_company,
        }


class ConvertManyIn(ManyIn):
    owners: list[Key] = Field([], description="dealt in turn")
    team: int | None = None
    only_unassigned: bool = Field(True, description="owners are dealt to leads without one only")
    with_customers: bool = Field(True, description="link the one with the same e-mail, else create one")
    reuse: bool = Field(True, description="new customers belong to companies of the same name or domain")
    merge_first: bool = Field(
        True,
        description="merge what is surely the same, with one record that is not named at most, as far as you may",
    )

    def values(self, user: User) -> dict[str, Any]:
        said = self.dict(include={"only_unassigned", "with_customers", "reuse"})
        people = User.objects.visible_to(user).assignable()
        owners = chosen_many(people, self.owners, field="owners")
        return said | {
            "owners": cycle(owners) if owners else None,
            "team": chosen(linked(user)["team"], self.team, field="team"),
            "mergeable": Lead.objects.editable_by(user) if self.merge_first else None,
        }


class MergedIntoOut(Schema):
    lead: int
    into: int


class NotConvertedOut(Schema):
    lead: int
    reason: str


class ConvertedOut(Schema):
    converted: list[int]
    merged: list[MergedIntoOut]
    skipped: list[NotConvertedOut]
    missing: int = Field(description="how many are not there, or not shared with you")
    change_set: int | None


@leads.post(
    "/convert",
    operation_id="leads_convert_many",
    summary="Convert many leads",
    response={200: ConvertedOut, 202: JobOut},
)
def convert_many(request: HttpRequest, said: ConvertManyIn) -> Any:
    refuse_readers(request.user)
    outcome = done(request, Lead.noun, "convert", said)
    if not isinstance(outcome, Outcome):
        return outcome
    return {
        "converted": outcome.done,
        "merged": [{"lead": lead.pk, "into": kept.pk} for lead, kept in outcome.merged],
        "skipped": [{"lead": lead.pk, "reason": why} for lead, why in outcome.skipped],
        "missing": outcome.hidden,
        "change_set": outcome.change_set,
    }


@leads.post("/{int:pk}/convert", operation_id="leads_convert", summary="Convert a lead", response=LeadOut)
def convert(request: HttpRequest, pk: int, said: ConvertIn | None = None) -> dict[str, Any]:
    """Answers with the opportunity: the lead itself, or the record that it went into."""
    lead, said = editable(request, pk), said or ConvertIn.model_validate({})
    seen = version_seen(request, said.version)
    return lead_out(converting.convert(lead, by=request.user, seen=seen, **said.choices(request.user, lead)))


@leads.post("/{int:pk}/to-lead", operation_id="leads_unconvert", summary="Back to lead", response=LeadOut)
def unconvert(request: HttpRequest, pk: int) -> dict[str, Any]:
    return lead_out(converting.unconvert(editable(request, pk), by=request.user))


@leads.post("/{int:pk}/copy", operation_id="leads_copy", summary="Copy", response={201: LeadOut})
def copy(request: HttpRequest, pk: int) -> Status:
    return Status(201, lead_out(creating.copy(editable(request, pk), by=request.user)))
