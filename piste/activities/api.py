"""Activities and their types, for programs: the same verbs and the same rows as the pages."""

from datetime import date, time
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Status

from piste.accounts.models import User
from piste.activities.models import Activity, ActivityType
from piste.activities.querysets import ActivityQuerySet
from piste.activities.targets import plannable_or_404
from piste.activities.verbs import finishing, planning, rescheduling
from piste.activities.verbs import types as configuring
from piste.kernel.rest import PageIn, Said, chosen, chosen_many, paged, version_seen

router = Router(tags=["activities"])
types = Router(tags=["activity-types"])


class ActivitiesIn(PageIn):
    state: Literal["", "open", "done", "cancelled", "overdue", "today", "planned"] = Field(
        "", description="overdue, today and planned are open ones, each by its assignee's day"
    )
    assignee: int | None = None
    noun: str = Field("", description="the kind of record: lead, company, person")
    record: int | None = Field(None, description="the number of the record, with `noun`")
    due_from: date | None = None
    due_to: date | None = None

    def narrowed(self, rows: ActivityQuerySet) -> ActivityQuerySet:
        given = {
            "assignee": self.assignee,
            "thread_noun": self.noun or None,
            "thread_id": self.record,
            "due_on__gte": self.due_from,
            "due_on__lte": self.due_to,
        }
        rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
        if self.state == "open":
            return rows.open()
        if self.state in ("done", "cancelled"):
            return rows.filter(state=self.state, deleted_at=None)
        return rows.in_state(self.state) if self.state else rows


class ActivityValuesIn(Said):
    """What is left out stays as it is; in a new activity it comes from the type."""

    summary: str = Field("", max_length=200)
    instructions: str = Field("", description="rich text")
    due_on: date = Field(None)
    due_time: time | None = None
    assignee: int = Field(None)

    def values(self, user: User) -> dict[str, Any]:
        values = self.dict(exclude_unset=True, include=set(ActivityValuesIn.model_fields) | {"type"})
        rows = {"type": ActivityType.objects.visible_to(user), "assignee": User.objects.visible_to(user)}
        for name in rows.keys() & values.keys():
            values[name] = chosen(rows[name], values[name], field=name)
        return values


class PlanIn(ActivityValuesIn):
    noun: str = Field(description="the kind of record: lead, company, person")
    record: int
    type: int


class EditIn(ActivityValuesIn):
    type: int = Field(None)
    version: int | None = Field(None, description="the version that you read; or send it as If-Match")


class DoneIn(Said):
    feedback: str = Field("", max_length=20_000)
    minutes: int | None = Field(None, ge=0, le=60 * 24 * 7)
    next: bool = Field(False, description="also plan what the type creates at once")


class CancelIn(Said):
    reason: str = Field("", max_length=200)


class SnoozeIn(Said):
    until: date


@router.get("", operation_id="activities_list", summary="Activities, by id")
def list_activities(request: HttpRequest, wanted: Query[ActivitiesIn]) -> dict[str, Any]:
    return paged(wanted.narrowed(Activity.objects.visible_to(request.user)), _out, wanted)


@router.post("", operation_id="activities_create", summary="Plan an activity", response={201: dict})
def create(request: HttpRequest, said: PlanIn) -> Status:
    _target, records = plannable_or_404(request.user, said.noun, [said.record])
    return Status(201, _out(planning.plan(records.get(), by=request.user, **said.values(request.user))))


@router.get("/{int:pk}", operation_id="activities_read", summary="One activity")
def read(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(get_object_or_404(Activity.objects.visible_to(request.user), pk=pk))


@router.patch("/{int:pk}", operation_id="activities_edit", summary="Change fields of an open activity")
def edit(request: HttpRequest, pk: int, said: EditIn) -> dict[str, Any]:
    seen = version_seen(request, said.version)
    return _out(planning.edit(_editable(request, pk), by=request.user, seen=seen, **said.values(request.user)))


@router.post("/{int:pk}/done", operation_id="activities_done", summary="Mark as done")
def done(request: HttpRequest, pk: int, said: DoneIn) -> dict[str, Any]:
    """`next_activity` is what was planned at once, if that was asked for."""
    activity, following = _editable(request, pk), None
    told = said.dict(exclude={"next"})
    if said.next:
        following = finishing.done_and_next(activity, by=request.user, **told)
    else:
        finishing.done(activity, by=request.user, **told)
    return _out(activity) | {"next_activity": _out(following) if following else None}


@router.post("/{int:pk}/cancel", operation_id="activities_cancel", summary="Cancel")
def cancel(request: HttpRequest, pk: int, said: CancelIn) -> dict[str, Any]:
    return _out(finishing.cancel(_editable(request, pk), by=request.user, reason=said.reason))


@router.post("/{int:pk}/snooze", operation_id="activities_snooze", summary="Put off to a day")
def snooze(request: HttpRequest, pk: int, said: SnoozeIn) -> dict[str, Any]:
    return _out(rescheduling.snooze(_editable(request, pk), by=request.user, until=said.until))


def _editable(request: HttpRequest, pk: int) -> Activity:
    return get_object_or_404(Activity.objects.editable_by(request.user), pk=pk)


def _out(activity: Activity) -> dict[str, Any]:
    return {
        "id": activity.pk,
        "version": activity.version,
        "noun": activity.thread_noun,
        "record": activity.thread_id,
        "type": activity.type_id,
        "summary": activity.summary,
        "instructions": activity.instructions,
        "due_on": activity.due_on,
        "due_time": activity.due_time,
        "assignee": activity.assignee_id,
        "state": activity.state,
        "urgency": activity.urgency.value,
        "feedback": activity.feedback,
        "minutes": activity.minutes,
        "snoozes": activity.snoozes,
        "origin": activity.origin,
        "follows": activity.follows_id,
        "closed_at": activity.closed_at,
        "closed_by": activity.closed_by_id,
        "created_at": activity.created_at,
        "created_by": activity.created_by_id,
    }


class TypeIn(Said):
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
    assignee: int | None = None
    suggested_next: list[int] = []
    triggered_next: int | None = None
    applies_to: list[str] = Field([], description="kinds of records; none means all")
    keep_done: bool = True
    version: int | None = Field(None, description="the version that you read; or send it as If-Match")

    def values(self, user: User) -> dict[str, Any]:
        values = self.dict(exclude_unset=True, exclude={"version"})
        offered = ActivityType.objects.visible_to(user)
        rows = {"assignee": User.objects.visible_to(user), "triggered_next": offered}
        for name in rows.keys() & values.keys():
            values[name] = chosen(rows[name], values[name], field=name)
        if "suggested_next" in values:
            values["suggested_next"] = chosen_many(offered, values["suggested_next"], field="suggested_next")
        return values


@types.get("", operation_id="activity_types_list", summary="Activity types, by their order")
def list_types(request: HttpRequest, at: Query[PageIn], archived: bool | None = False) -> dict[str, Any]:
    rows = ActivityType.objects.visible_to(request.user).prefetch_related("suggested_next")
    if archived is not None:
        rows = rows.filter(archived=archived)
    return paged(rows, _type_out, at, order=["sequence", "id"])


@types.post("", operation_id="activity_types_create", summary="Create an activity type", response={201: dict})
def create_type(request: HttpRequest, said: TypeIn) -> Status:
    if not request.user.manages:
        raise PermissionDenied(_("Activity types are in the hands of managers."))
    return Status(201, _type_out(configuring.create_type(by=request.user, **said.values(request.user))))


@types.get("/{int:pk}", operation_id="activity_types_read", summary="One activity type")
def read_type(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _type_out(get_object_or_404(ActivityType.objects.visible_to(request.user), pk=pk))


@types.patch("/{int:pk}", operation_id="activity_types_edit", summary="Change fields of an activity type")
def edit_type(request: HttpRequest, pk: int, said: TypeIn) -> dict[str, Any]:
    seen = version_seen(request, said.version)
    return _type_out(configuring.edit_type(_type(request, pk), by=request.user, seen=seen, **said.values(request.user)))


@types.post("/{int:pk}/archive", operation_id="activity_types_archive", summary="Archive an activity type")
def archive_type(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _type_out(configuring.archive_type(_type(request, pk), by=request.user))


@types.post("/{int:pk}/unarchive", operation_id="activity_types_unarchive", summary="Offer an activity type again")
def unarchive_type(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _type_out(configuring.unarchive_type(_type(request, pk), by=request.user))


def _type(request: HttpRequest, pk: int) -> ActivityType:
    return get_object_or_404(ActivityType.objects.editable_by(request.user), pk=pk)


def _type_out(type: ActivityType) -> dict[str, Any]:
    return {
        "id": type.pk,
        "version": type.version,
        "name": type.name,
        "name_en": type.name_en,
        "name_fr": type.name_fr,
        "icon": type.icon,
        "colour": type.colour,
        "sequence": type.sequence,
        "action": type.action,
        "delay": type.delay,
        "delay_unit": type.delay_unit,
        "delay_from": type.delay_from,
        "summary": type.summary,
        "instructions": type.instructions,
        "assignee": type.assignee_id,
        "suggested_next": [following.pk for following in type.suggested_next.all()],
        "triggered_next": type.triggered_next_id,
        "applies_to": type.applies_to,
        "keep_done": type.keep_done,
        "archived": type.archived,
    }
