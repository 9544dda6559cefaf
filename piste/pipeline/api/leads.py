"""All lead records, leads and opportunities: read, made, changed, and the verbs."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status

from piste.accounts.doors import refuse_readers
from piste.kernel.rest import chosen, page_of, paged, version_seen
from piste.pipeline import duplicates
from piste.pipeline.api.shapes import (
    COLUMNS,
    AssignIn,
    CreatedOut,
    LeadEditIn,
    LeadOut,
    LeadsIn,
    LostIn,
    MoveIn,
    NewLeadIn,
    WonIn,
    lead_out,
    linked,
    with_tags,
)
from piste.pipeline.models import Lead, LossReason, Stage
from piste.pipeline.verbs import assigning, closing, creating, editing, moving, storing

leads = Router(tags=["leads"])


@leads.get("", operation_id="leads_list", summary="Lead records, by id or otherwise", response=page_of(LeadOut))
def list_leads(request: HttpRequest, wanted: Query[LeadsIn]) -> dict[str, Any]:
    order = wanted.ordered(Lead.noun, request.user)
    rows = wanted.fitted(wanted.narrowed(Lead.objects.visible_to(request.user)), Lead.noun, request.user)
    columns = {*COLUMNS.values(), *(name.lstrip("-") for name in order)}
    answer = paged(rows.values(*columns), lambda row: row, wanted, order=order)
    return answer | {"items": with_tags(answer["items"])}


@leads.post("", operation_id="leads_create", summary="Create a lead or an opportunity", response={201: CreatedOut})
def create(request: HttpRequest, said: NewLeadIn) -> Status:
    refuse_readers(request.user)
    lead = creating.create(by=request.user, **said.values(request.user))
    return Status(201, lead_out(lead) | duplicates.told(duplicates.of_record(lead, user=request.user)))


@leads.get("/{int:pk}", operation_id="leads_read", summary="One lead record", response=LeadOut)
def read(request: HttpRequest, pk: int) -> dict[str, Any]:
    return lead_out(get_object_or_404(Lead.objects.visible_to(request.user), pk=pk))


@leads.patch("/{int:pk}", operation_id="leads_edit", summary="Change fields of a lead record", response=LeadOut)
def edit(request: HttpRequest, pk: int, said: LeadEditIn) -> dict[str, Any]:
    seen, values = version_seen(request, said.version), said.values(request.user)
    lead = editable(request, pk)
    return lead_out(editing.edit(lead, by=request.user, seen=seen, contact_too=said.contact_too, **values))


@leads.delete("/{int:pk}", operation_id="leads_delete", summary="Put a lead record into the trash", response=LeadOut)
def delete(request: HttpRequest, pk: int) -> dict[str, Any]:
    return lead_out(storing.trash(get_object_or_404(Lead.objects.deletable_by(request.user), pk=pk), by=request.user))


@leads.post("/{int:pk}/won", operation_id="leads_won", summary="Mark as won", response=LeadOut)
def won(request: HttpRequest, pk: int, said: WonIn | None = None) -> dict[str, Any]:
    filled = said.dict(exclude_none=True) if said else {}
    if "stage" in filled:
        wins = Stage.objects.visible_to(request.user).filter(is_won=True)
        filled["stage"] = chosen(wins, filled["stage"], field="stage")
    return lead_out(closing.mark_won(editable(request, pk), by=request.user, **filled))


@leads.post("/{int:pk}/lost", operation_id="leads_lost", summary="Mark as lost", response=LeadOut)
def lost(request: HttpRequest, pk: int, said: LostIn | None = None) -> dict[str, Any]:
    given = said.dict() if said else {}
    if given:
        reasons = LossReason.objects.visible_to(request.user)
        given["reason"] = chosen(reasons, given["reason"], field="reason")
    return lead_out(closing.mark_lost(editable(request, pk), by=request.user, **given))


@leads.post("/{int:pk}/restore", operation_id="leads_restore", summary="Open a lost record again", response=LeadOut)
def restore(request: HttpRequest, pk: int) -> dict[str, Any]:
    return lead_out(closing.restore(editable(request, pk), by=request.user))


@leads.post(
    "/{int:pk}/move", operation_id="leads_move", summary="Move to a stage, and between two others", response=LeadOut
)
def move(request: HttpRequest, pk: int, said: MoveIn) -> dict[str, Any]:
    seen = Lead.objects.visible_to(request.user)
    places = {name: chosen(seen, getattr(said, name), field=name) for name in ("above", "below")}
    stage = chosen(Stage.objects.visible_to(request.user), said.stage, field="stage")
    return lead_out(moving.move(editable(request, pk), by=request.user, stage=stage, **places))


@leads.post("/{int:pk}/archive", operation_id="leads_archive", summary="Archive", response=LeadOut)
def archive(request: HttpRequest, pk: int) -> dict[str, Any]:
    return lead_out(storing.archive(editable(request, pk), by=request.user))


@leads.post("/{int:pk}/unarchive", operation_id="leads_unarchive", summary="Take out of the archive", response=LeadOut)
def unarchive(request: HttpRequest, pk: int) -> dict[str, Any]:
    return lead_out(storing.unarchive(editable(request, pk), by=request.user))


@leads.post(
    "/{int:pk}/assign", operation_id="leads_assign", summary="Give to a salesperson, or to nobody", response=LeadOut
)
def assign(request: HttpRequest, pk: int, said: AssignIn) -> dict[str, Any]:
    rows = linked(request.user)
    given = {name: chosen(rows[name], getattr(said, name), field=name) for name in ("owner", "team")}
    return lead_out(assigning.assign(editable(request, pk), by=request.user, **given))


def editable(request: HttpRequest, pk: int) -> Lead:
    """404 for what is not seen, 403 for what is only read (12.B1, 12.B2)."""
    lead = Lead.objects.editable_by(request.user).filter(pk=pk).first()
    if lead is None:
        seen = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)
        raise PermissionDenied(seen.read_only_message)
    return lead
