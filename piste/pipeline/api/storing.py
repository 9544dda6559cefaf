"""The trash for programs; and what is added to a record that is there already."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query

from piste.kernel.rest import Changes, Key, PageIn, chosen, page_of, paged
from piste.pipeline.api.leads import editable, leads
from piste.pipeline.api.shapes import COLUMNS, LeadOut, lead_out, linked, with_tags
from piste.pipeline.models import Lead
from piste.pipeline.verbs import adding, storing


class AddIn(Changes):
    """Only what the record has not is filled, and new e-mails are added; nothing is overwritten."""

    title: str = Field("", max_length=200)
    email: str = Field("", max_length=250, description="several addresses may stand here")
    phone: str = Field("", max_length=250)
    mobile: str = Field("", max_length=250)
    website: str = Field("", max_length=250)
    company_name: str = Field("", max_length=200)
    country: str = Field("", max_length=2, description="two letters")
    company: Key | None = None
    person: Key | None = None

    def values(self, user: Any) -> dict[str, Any]:
        values = self.dict(exclude_unset=True)
        rows = linked(user)
        for name in {"company", "person"} & values.keys():
            values[name] = chosen(rows[name], values[name], field=name)
        return values


@leads.get(
    "/trash", operation_id="leads_trash", summary="What lies in the trash, for managers", response=page_of(LeadOut)
)
def trashed(request: HttpRequest, at: Query[PageIn]) -> dict[str, Any]:
    rows = Lead.objects.trashed_for(request.user).values(*COLUMNS.values(), "deleted_at")
    answer = paged(rows, lambda row: row, at, order=["-deleted_at", "-id"])
    return answer | {"items": with_tags(answer["items"])}


@leads.post("/{int:pk}/untrash", operation_id="leads_untrash", summary="Bring back from the trash", response=LeadOut)
def untrash(request: HttpRequest, pk: int) -> dict[str, Any]:
    lead = get_object_or_404(Lead.objects.trashed_for(request.user), pk=pk)
    return lead_out(storing.untrash(lead, by=request.user))


@leads.post("/{int:pk}/add", operation_id="leads_add", summary="Add what the record has not", response=LeadOut)
def add(request: HttpRequest, pk: int, said: AddIn) -> dict[str, Any]:
    return lead_out(adding.add_to(editable(request, pk), by=request.user, **said.values(request.user)))
