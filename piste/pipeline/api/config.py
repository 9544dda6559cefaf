"""Stages and loss reasons: everybody reads them, managers write them."""

from decimal import Decimal
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from piste.accounts.models import User
from piste.kernel.rest import (
    Changes,
    Key,
    PageIn,
    Percent,
    Said,
    chosen,
    chosen_many,
    link,
    one_by_one,
    page_of,
    paged,
    shape,
    told,
    version_seen,
)
from piste.pipeline.facts import REQUIRABLE
from piste.pipeline.models import LossReason, Stage
from piste.pipeline.verbs import reasons
from piste.pipeline.verbs import stages as configuring
from piste.teams.models import Team

stages = Router(tags=["stages"])
loss_reasons = Router(tags=["loss-reasons"])


class StageIn(Changes):
    """What is left out stays as it is."""

    name_en: str = Field("", max_length=80)
    name_fr: str = Field("", max_length=80)
    sequence: int = Field(10, ge=0, le=32767)
    is_won: bool = False
    folded: bool = False
    requirements: str = ""
    rotting_days: int = Field(0, ge=0, le=32767)
    default_probability: Percent = Decimal(10)
    required_fields: list[Literal[REQUIRABLE]] = []  # type: ignore[valid-type]
    teams: list[Key] = Field([], description="none: shared by all")
    version: Key | None = Field(None, description="the version that you read; or send it as If-Match")

    def values(self, user: User) -> dict[str, Any]:
        values = self.dict(exclude_unset=True, exclude={"version"})
        if "teams" in values:
            values["teams"] = chosen_many(Team.objects.visible_to(user), values["teams"], field="teams")
        return values


class ReasonIn(Changes):
    name_en: str = Field("", max_length=80)
    name_fr: str = Field("", max_length=80)


class ReasonMergeIn(Said):
    into: Key


class StageOut(Schema):
    id: int
    version: int
    name: str = Field(description="in the language that was asked for")
    name_en: str
    name_fr: str
    sequence: int
    is_won: bool
    folded: bool
    requirements: str
    rotting_days: int
    default_probability: Decimal
    required_fields: list[str]
    teams: list[int] = link("team")


class OrderIn(Said):
    ids: list[Key] = Field(max_length=500)


class StagesOut(Schema):
    items: list[StageOut]


class ReasonOut(Schema):
    id: int
    version: int
    name: str = Field(description="in the language that was asked for")
    name_en: str
    name_fr: str
    archived: bool


@stages.get("", operation_id="stages_list", summary="Stages, in their order", response=page_of(StageOut))
def list_stages(request: HttpRequest, at: Query[PageIn]) -> dict[str, Any]:
    rows = Stage.objects.visible_to(request.user).prefetch_related("teams")
    return paged(rows, _stage_out, at, order=["sequence", "id"])


@stages.post("", operation_id="stages_create", summary="Create a stage", response={201: StageOut})
def create_stage(request: HttpRequest, said: StageIn) -> Status:
    _refuse_others(request.user)
    return Status(201, _stage_out(configuring.create_stage(by=request.user, **said.values(request.user))))


@stages.get("/{int:pk}", operation_id="stages_read", summary="One stage", response=StageOut)
def read_stage(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _stage_out(get_object_or_404(Stage.objects.visible_to(request.user), pk=pk))


@stages.patch(
    "/{int:pk}",
    operation_id="stages_edit",
    summary="Change a stage; its records follow the won flag",
    response=StageOut,
)
def edit_stage(request: HttpRequest, pk: int, said: StageIn) -> dict[str, Any]:
    stage, seen = get_object_or_404(Stage.objects.editable_by(request.user), pk=pk), version_seen(request, said.version)
    return _stage_out(configuring.edit_stage(stage, by=request.user, seen=seen, **said.values(request.user)))


@stages.post("/order", operation_id="stages_order", summary="Put the stages into this order", response=StagesOut)
def order_stages(request: HttpRequest, said: OrderIn) -> dict[str, Any]:
    _refuse_others(request.user)
    chosen_many(Stage.objects.editable_by(request.user), said.ids, field="ids")
    return {"items": [_stage_out(stage) for stage in configuring.order_stages(said.ids, by=request.user)]}


@stages.delete(
    "/{int:pk}", operation_id="stages_delete", summary="Delete a stage; its records go to the target", response=StageOut
)
def delete_stage(request: HttpRequest, pk: int, target: Key | None = None) -> dict[str, Any]:
    offered = Stage.objects.editable_by(request.user)
    stage, other = get_object_or_404(offered, pk=pk), chosen(offered, target, field="target")
    return _stage_out(configuring.delete_stage(stage, by=request.user, target=other))


@loss_reasons.get("", operation_id="loss_reasons_list", summary="Loss reasons, by id", response=page_of(ReasonOut))
def list_reasons(request: HttpRequest, at: Query[PageIn], archived: bool | None = False) -> dict[str, Any]:
    rows = LossReason.objects.visible_to(request.user)
    return paged(rows if archived is None else rows.filter(archived=archived), _reason_out, at)


@loss_reasons.post("", operation_id="loss_reasons_create", summary="Create a loss reason", response={201: ReasonOut})
def create_reason(request: HttpRequest, said: ReasonIn) -> Status:
    _refuse_others(request.user)
    return Status(201, _reason_out(reasons.create_reason(by=request.user, **said.dict())))


@loss_reasons.get("/{int:pk}", operation_id="loss_reasons_read", summary="One loss reason", response=ReasonOut)
def read_reason(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _reason_out(get_object_or_404(LossReason.objects.visible_to(request.user), pk=pk))


@loss_reasons.patch("/{int:pk}", operation_id="loss_reasons_edit", summary="Rename a loss reason", response=ReasonOut)
def rename_reason(request: HttpRequest, pk: int, said: ReasonIn) -> dict[str, Any]:
    reason = _reason(request, pk)
    names = {"name_en": reason.name_en, "name_fr": reason.name_fr} | said.dict(exclude_unset=True)
    return _reason_out(reasons.rename_reason(reason, by=request.user, **names))


@loss_reasons.post(
    "/{int:pk}/archive", operation_id="loss_reasons_archive", summary="Offer it no more", response=ReasonOut
)
def archive_reason(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _reason_out(reasons.archive_reason(_reason(request, pk), by=request.user))


@loss_reasons.post(
    "/{int:pk}/unarchive", operation_id="loss_reasons_unarchive", summary="Offer it again", response=ReasonOut
)
def unarchive_reason(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _reason_out(reasons.unarchive_reason(_reason(request, pk), by=request.user))


@loss_reasons.post(
    "/{int:pk}/merge", operation_id="loss_reasons_merge", summary="Merge into another one", response=ReasonOut
)
def merge_reasons(request: HttpRequest, pk: int, said: ReasonMergeIn) -> dict[str, Any]:
    other = chosen(LossReason.objects.editable_by(request.user), said.into, field="into")
    return _reason_out(reasons.merge_reasons(_reason(request, pk), by=request.user, into=other))


@loss_reasons.delete(
    "/{int:pk}", operation_id="loss_reasons_delete", summary="Delete one that no record uses", response=ReasonOut
)
def delete_reason(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _reason_out(reasons.delete_reason(_reason(request, pk), by=request.user))


def _refuse_others(user: User) -> None:
    if not user.manages:
        raise PermissionDenied(_("Stages and loss reasons are in the hands of managers."))


def _reason(request: HttpRequest, pk: int) -> LossReason:
    return get_object_or_404(LossReason.objects.editable_by(request.user), pk=pk)


def _stage_out(stage: Stage) -> dict[str, Any]:
    return told(StageOut, stage, teams=[team.pk for team in stage.teams.all()])


def _reason_out(reason: LossReason) -> dict[str, Any]:
    return told(ReasonOut, reason)


shape(Stage, StageOut)(one_by_one(_stage_out))
shape(LossReason, ReasonOut)(one_by_one(_reason_out))
