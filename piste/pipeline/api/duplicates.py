"""Duplicates and merging for programs."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field

from piste.kernel.refusals import Refused
from piste.kernel.rest import Key, Said, chosen
from piste.pipeline import duplicates
from piste.pipeline.api.leads import leads
from piste.pipeline.api.shapes import FoundOut, LeadOut, lead_out
from piste.pipeline.by_hand import mergeable_or_404
from piste.pipeline.merged import PICKED
from piste.pipeline.models import Lead
from piste.pipeline.verbs import merging


class SeenIn(Said):
    """A record as it was read."""

    lead: Key
    version: Key


class MergeIn(Said):
    """Two to twenty records become one."""

    leads: list[Key] = Field(description="all of them, the one that stays included")
    into: Key | None = Field(None, description="the one that stays; else the opportunity that was created first")
    picked: dict[str, Key] = Field({}, description='whose value is kept, such as {"owner": 12}; else by the rules')
    versions: list[SeenIn] = Field([], description="the versions that you read")
    confirmed: bool = Field(False, description="needed when some are won and others open")


@leads.get(
    "/{int:pk}/duplicates", operation_id="leads_duplicates", summary="Records that may be the same", response=FoundOut
)
def list_duplicates(request: HttpRequest, pk: int) -> dict[str, Any]:
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)
    return duplicates.told(duplicates.of_record(lead, user=request.user))


@leads.post("/merge", operation_id="leads_merge", summary="Merge lead records into one", response=LeadOut)
def merge(request: HttpRequest, said: MergeIn) -> dict[str, Any]:
    rows = mergeable_or_404(request.user, said.leads)
    into = chosen(rows, said.into, field="into")
    if unknown := said.picked.keys() - set(PICKED):
        raise Refused(_("There is no %(key)s here.") % {"key": min(unknown)}, field="picked")
    seen = {one.lead: one.version for one in said.versions}
    merged = merging.merge(rows, by=request.user, into=into, picked=said.picked, seen=seen, confirmed=said.confirmed)
    return lead_out(merged)
