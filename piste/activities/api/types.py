"""Activity types, for programs: the same verbs and the same rows as the pages."""

from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from piste.accounts.models import User
from piste.activities.models import ActivityType
from piste.activities.verbs import types as configuring
from piste.kernel.rest import (
    Changes,
    Key,
    PageIn,
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

types = Router(tags=["activity-types"])


class TypeIn(Changes):
    """What is left out stays as it is."""

    name_en: str = Field("", max_length=80)
    name_fr: str = Field("", max_length=80)
    icon: str = Field("check", max_length=30)
    colour: int = Field(0, ge=0, le=11)
    sequence: int = Field(10, ge=0, le=32767)
    action: Literal["none", "call", "email", "meeting", "upload"] = "none"
    delay: int = Field(0, ge=0, le=32767)
    delay_unit: Literal["days", "weeks", "months"] = "days"
    delay_from: Literal["completion", "deadline"] = "completion"
    summary: str = Field("", max_length=200)
    instructions: str = ""
    assignee: Key | None = None
    suggested_next: list[Key] = []
    triggered_next: Key | None = None
    applies_to: list[str] = Field([], description="kinds of records; none means all")
    keep_done: bool = True
    version: Key | None = Field(None, description="the version that you read; or send it as If-Match")

    def values(self, user: User) -> dict[str, Any]:
        values = self.dict(exclude_unset=True, exclude={"version"})
        offered = ActivityType.objects.visible_to(user)
        rows = {"assignee": User.objects.visible_to(user), "triggered_next": offered}
        for name in rows.keys() & values.keys():
            values[name] = chosen(rows[name], values[name], field=name)
        if "suggested_next" in values:
            values["suggested_next"] = chosen_many(offered, values["suggested_next"], field="suggested_next")
        return values


class TypeOut(Schema):
    id: int
    version: int
    name: str = Field(description="in the language that was asked for")
    name_en: str
    name_fr: str
    icon: str
    colour: int
    sequence: int
    action: str
    delay: int
    delay_unit: str
    delay_from: str
    summary: str
    instructions: str = Field(description="rich text")
    assignee: int | None = link("user")
    suggested_next: list[int]
    triggered_next: int | None = link("activity_type")
    applies_to: list[str]
    keep_done: bool
    archived: bool


@types.get("", operation_id="activity_types_list", summary="Activity types, by their order", response=page_of(TypeOut))
def list_types(request: HttpRequest, at: Query[PageIn], archived: bool | None = False) -> dict[str, Any]:
    rows = ActivityType.objects.visible_to(request.user).prefetch_related("suggested_next")
    if archived is not None:
        rows = rows.filter(archived=archived)
    return paged(rows, _type_out, at, order=["sequence", "id"])


@types.post("", operation_id="activity_types_create", summary="Create an activity type", response={201: TypeOut})
def create_type(request: HttpRequest, said: TypeIn) -> Status:
    if not request.user.manages:
        raise PermissionDenied(_("Activity types are in the hands of managers."))
    return Status(201, _type_out(configuring.create_type(by=request.user, **said.values(request.user))))


@types.get("/{int:pk}", operation_id="activity_types_read", summary="One activity type", response=TypeOut)
def read_type(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _type_out(get_object_or_404(ActivityType.objects.visible_to(request.user), pk=pk))


@types.patch(
    "/{int:pk}", operation_id="activity_types_edit", summary="Change fields of an activity type", response=TypeOut
)
def edit_type(request: HttpRequest, pk: int, said: TypeIn) -> dict[str, Any]:
    seen = version_seen(request, said.version)
    return _type_out(configuring.edit_type(_type(request, pk), by=request.user, seen=seen, **said.values(request.user)))


@types.post(
    "/{int:pk}/archive", operation_id="activity_types_archive", summary="Archive an activity type", response=TypeOut
)
def archive_type(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _type_out(configuring.archive_type(_type(request, pk), by=request.user))


@types.post(
    "/{int:pk}/unarchive",
    operation_id="activity_types_unarchive",
    summary="Offer an activity type again",
    response=TypeOut,
)
def unarchive_type(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _type_out(configuring.unarchive_type(_type(request, pk), by=request.user))


def _type(request: HttpRequest, pk: int) -> ActivityType:
    return get_object_or_404(ActivityType.objects.editable_by(request.user), pk=pk)


def _type_out(type: ActivityType) -> dict[str, Any]:
    return told(TypeOut, type, suggested_next=[following.pk for following in type.suggested_next.all()])


shape(ActivityType, TypeOut)(one_by_one(_type_out))
