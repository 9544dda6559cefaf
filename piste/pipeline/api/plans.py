"""Recurring plans: everybody reads them, managers write them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from piste.kernel.rest import ABSENT, Changes, Key, PageIn, one_by_one, page_of, paged, shape, told, version_seen
from piste.pipeline.models import MONTHS_AT_MOST, RecurringPlan
from piste.pipeline.verbs import plans

recurring_plans = Router(tags=["recurring-plans"])


class RecurringPlanIn(Changes):
    name_en: str = Field("", max_length=80)
    name_fr: str = Field("", max_length=80)
    months: int = Field(ge=1, le=MONTHS_AT_MOST, description="a recurring revenue is divided by them")


class RecurringPlanEditIn(RecurringPlanIn):
    """What is left out stays as it is."""

    months: int = Field(ABSENT, ge=1, le=MONTHS_AT_MOST)
    version: Key | None = Field(None, description="the version that you read; or send it as If-Match")


class RecurringPlanOut(Schema):
    id: int
    version: int
    name: str = Field(description="in the language that was asked for")
    name_en: str
    name_fr: str
    months: int
    archived: bool


@recurring_plans.get(
    "", operation_id="plans_list", summary="Recurring plans, by id", response=page_of(RecurringPlanOut)
)
def list_plans(request: HttpRequest, at: Query[PageIn], archived: bool | None = False) -> dict[str, Any]:
    rows = RecurringPlan.objects.visible_to(request.user)
    return paged(rows if archived is None else rows.filter(archived=archived), _out, at)


@recurring_plans.post(
    "", operation_id="plans_create", summary="Create a recurring plan", response={201: RecurringPlanOut}
)
def create(request: HttpRequest, said: RecurringPlanIn) -> Status:
    if not request.user.manages:
        raise PermissionDenied(_("Recurring plans are in the hands of managers."))
    return Status(201, _out(plans.create_plan(by=request.user, **said.dict())))


@recurring_plans.get("/{int:pk}", operation_id="plans_read", summary="One recurring plan", response=RecurringPlanOut)
def read(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(get_object_or_404(RecurringPlan.objects.visible_to(request.user), pk=pk))


@recurring_plans.patch(
    "/{int:pk}",
    operation_id="plans_edit",
    summary="Change a plan; its records follow its months",
    response=RecurringPlanOut,
)
def edit(request: HttpRequest, pk: int, said: RecurringPlanEditIn) -> dict[str, Any]:
    plan, seen = _plan(request, pk), version_seen(request, said.version)
    return _out(plans.edit_plan(plan, by=request.user, seen=seen, **said.dict(exclude_unset=True, exclude={"version"})))


@recurring_plans.post(
    "/{int:pk}/archive", operation_id="plans_archive", summary="Offer it no more", response=RecurringPlanOut
)
def archive(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(plans.archive_plan(_plan(request, pk), by=request.user))


@recurring_plans.post(
    "/{int:pk}/unarchive", operation_id="plans_unarchive", summary="Offer it again", response=RecurringPlanOut
)
def unarchive(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(plans.unarchive_plan(_plan(request, pk), by=request.user))


@recurring_plans.delete(
    "/{int:pk}", operation_id="plans_delete", summary="Delete one that no record uses", response=RecurringPlanOut
)
def delete(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(plans.delete_plan(_plan(request, pk), by=request.user))


def _plan(request: HttpRequest, pk: int) -> RecurringPlan:
    return get_object_or_404(RecurringPlan.objects.editable_by(request.user), pk=pk)


def _out(plan: RecurringPlan) -> dict[str, Any]:
    return told(RecurringPlanOut, plan)


shape(RecurringPlan, RecurringPlanOut)(one_by_one(_out))
