"""Why one sees a record, and who does, for programs (12.11)."""

from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Schema

from piste.kernel.rest import link
from piste.kernel.visibility import may
from piste.pipeline import sight
from piste.pipeline.api.leads import leads
from piste.pipeline.models import Lead


class BecauseOut(Schema):
    why: Literal[tuple(sight.Why.values)]  # type: ignore[valid-type]
    text: str = Field(description="in the language that was asked for")


class WhyOut(Schema):
    reasons: list[BecauseOut]
    may_edit: bool


class SeerOut(WhyOut):
    user: int = link("user")
    name: str
    role: str


class SeersOut(Schema):
    items: list[SeerOut]


@leads.get("/{int:pk}/why", operation_id="leads_why", summary="Why you see this record", response=WhyOut)
def why(request: HttpRequest, pk: int) -> dict[str, Any]:
    lead = _lead(request, pk)
    given = [{"why": one.why, "text": one.to_oneself} for one in sight.reasons(lead, request.user)]
    return {"reasons": given, "may_edit": may(request.user, "edit", lead)}


@leads.get("/{int:pk}/who", operation_id="leads_who", summary="Who sees this record, for managers", response=SeersOut)
def who(request: HttpRequest, pk: int) -> dict[str, Any]:
    if not request.user.manages:
        raise PermissionDenied(_("Managers look up who sees a record."))
    return {"items": [_seer(one) for one in sight.seers(_lead(request, pk))]}


def _seer(one: sight.Seer) -> dict[str, Any]:
    given = [{"why": reason.why, "text": reason.text} for reason in one.reasons]
    user = one.user
    return {"user": user.pk, "name": user.name, "role": user.role, "reasons": given, "may_edit": one.may_edit}


def _lead(request: HttpRequest, pk: int) -> Lead:
    return get_object_or_404(Lead.objects.visible_to(request.user).select_related("team"), pk=pk)
