"""With whom a record is shared, for programs (12.6)."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Schema, Status

from piste.accounts.models import User
from piste.kernel.rest import Day, Key, Said, chosen, link, told
from piste.pipeline.api.leads import leads
from piste.pipeline.models import Lead, Share
from piste.pipeline.verbs import sharing
from piste.teams.models import Team


class ShareIn(Said):
    """A person or a team."""

    user: Key | None = None
    team: Key | None = None
    may_edit: bool = False
    until: Day | None = Field(None, description="the last day; else until somebody ends it")


class ShareOut(Schema):
    id: int
    user: int | None = link("user")
    team: int | None = link("team")
    may_edit: bool
    until: date | None
    by: int | None = link("user", description="who shared it")


class SharesOut(Schema):
    items: list[ShareOut]


@leads.get("/{int:pk}/shares", operation_id="shares_list", summary="With whom it is shared", response=SharesOut)
def list_shares(request: HttpRequest, pk: int) -> dict[str, Any]:
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)
    return {"items": [told(ShareOut, one) for one in Share.objects.visible_to(request.user).live_on(lead)]}


@leads.post(
    "/{int:pk}/shares", operation_id="shares_create", summary="Share with a person or a team", response={201: ShareOut}
)
def create(request: HttpRequest, pk: int, said: ShareIn) -> Status:
    lead = _shareable(request, pk)
    given = {
        "user": chosen(User.objects.visible_to(request.user), said.user, field="user"),
        "team": chosen(Team.objects.visible_to(request.user).current(), said.team, field="team"),
    }
    made = sharing.share(lead, by=request.user, may_edit=said.may_edit, until=said.until, **given)
    return Status(201, told(ShareOut, made))


@leads.delete("/{int:pk}/shares/{int:share}", operation_id="shares_delete", summary="End a share", response=ShareOut)
def delete(request: HttpRequest, pk: int, share: int) -> dict[str, Any]:
    lead = _shareable(request, pk)
    found = get_object_or_404(Share.objects.visible_to(request.user).on(Lead.noun, lead.pk), pk=share)
    return told(ShareOut, sharing.unshare(found, by=request.user))


def _shareable(request: HttpRequest, pk: int) -> Lead:
    """404 for what is not seen, 403 for what is not one's own to share."""
    lead = Lead.objects.shareable_by(request.user).filter(pk=pk).first()
    if lead is None:
        get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)
        raise PermissionDenied(_("This record is shared with you, or you only read it: others share it."))
    return lead
