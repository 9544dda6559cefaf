"""Activities, for programs: the same verbs and the same rows as the pages."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status
from pydantic import WithJsonSchema, WrapValidator

from piste.accounts.models import User
from piste.activities.delays import NAMED
from piste.activities.models import Activity, ActivityType
from piste.activities.querysets import ActivityQuerySet
from piste.activities.targets import plannable_or_404
from piste.activities.verbs import finishing, planning, rescheduling
from piste.kernel.rest import (
    ABSENT,
    Changes,
    Day,
    FilteredIn,
    Key,
    Said,
    chosen,
    link,
    one_by_one,
    page_of,
    paged,
    shape,
    told,
    version_seen,
)

activities = Router(tags=["activities"])


class ActivitiesIn(FilteredIn):
    state: Literal["", "open", "done", "cancelled", "overdue", "today", "planned"] = Field(
        "", description="overdue, today and planned are open ones, each by its assignee's day"
    )
    assignee: Key | None = None
    noun: str = Field("", description="the kind of record: lead, company, person")
    record: Key | None = Field(None, description="the number of the record, with `noun`")
    due_from: Day | None = None
    due_to: Day | None = None

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


class ActivityValuesIn(Changes):
    """What is left out stays as it is; in a new activity it comes from the type."""

    summary: str = Field("", max_length=200)
    instructions: str = Field("", description="rich text")
    due_on: Day = ABSENT
    due_time: time | None = None
    assignee: Key = ABSENT

    def values(self, user: User) -> dict[str, Any]:
        values = self.dict(exclude_unset=True, include=set(ActivityValuesIn.model_fields) | {"type"})
        rows = {"type": ActivityType.objects.visible_to(user), "assignee": User.objects.visible_to(user)}
        for name in rows.keys() & values.keys():
            values[name] = chosen(rows[name], values[name], field=name)
        return values


class NewActivityIn(ActivityValuesIn):
    noun: str = Field(description="the kind of record: lead, company, person")
    record: Key
    type: Key


class ActivityEditIn(ActivityValuesIn):
    type: Key = ABSENT
    version: Key | None = Field(None, description="the version that you read; or send it as If-Match")


class DoneIn(Said):
    feedback: str = Field("", max_length=20_000)
    minutes: int | None = Field(None, ge=0, le=60 * 24 * 7)
    next: bool = Field(False, description="also plan what the type creates at once")


class CancelIn(Said):
    reason: str = Field("", max_length=200)


class ReassignIn(Said):
    assignee: Key


def _until(said: Any, read: Callable[[Any], date]) -> date | str:
    return said if isinstance(said, str) and said in NAMED else read(said)


DAY = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "enum": [*NAMED]}]}
Until = Annotated[date, WrapValidator(_until), WithJsonSchema(DAY)]


class SnoozeIn(Said):
    until: Until = Field(description="a day, or one by its name, as the assignee has it")


class ActivityOut(Schema):
    id: int
    version: int
    noun: str = Field(description="the kind of record: lead, company, person")
    record: int
    type: int = link("activity_type")
    summary: str
    instructions: str = Field(description="rich text")
    due_on: date
    due_time: str | None = Field(description="such as 14:00:00")
    assignee: int = link("user")
    state: Literal["open", "done", "cancelled"]
    urgency: str = Field(description="overdue, today or planned, by the assignee's day; empty when it is not open")
    feedback: str
    minutes: int | None
    snoozes: int
    origin: str
    follows: int | None = link("activity")
    closed_at: datetime | None
    closed_by: int | None = link("user")
    created_at: datetime
    created_by: int | None = link("user")


class DoneOut(ActivityOut):
    next_activity: ActivityOut | None = Field(description="what was planned at once, if that was asked for")


@activities.get("", operation_id="activities_list", summary="Activities, by id", response=page_of(ActivityOut))
def list_activities(request: HttpRequest, wanted: Query[ActivitiesIn]) -> dict[str, Any]:
    rows = wanted.narrowed(Activity.objects.visible_to(request.user))
    order = wanted.ordered(Activity.noun, request.user)
    return paged(wanted.fitted(rows, Activity.noun, request.user), _out, wanted, order=order)


@activities.post("", operation_id="activities_create", summary="Plan an activity", response={201: ActivityOut})
def create(request: HttpRequest, said: NewActivityIn) -> Status:
    _target, records = plannable_or_404(request.user, said.noun, [said.record])
    return Status(201, _out(planning.plan(records.get(), by=request.user, **said.values(request.user))))


@activities.get("/{int:pk}", operation_id="activities_read", summary="One activity", response=ActivityOut)
def read(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(get_object_or_404(Activity.objects.visible_to(request.user), pk=pk))


@activities.patch(
    "/{int:pk}", operation_id="activities_edit", summary="Change fields of an open activity", response=ActivityOut
)
def edit(request: HttpRequest, pk: int, said: ActivityEditIn) -> dict[str, Any]:
    seen = version_seen(request, said.version)
    return _out(planning.edit(_editable(request, pk), by=request.user, seen=seen, **said.values(request.user)))


@activities.post("/{int:pk}/done", operation_id="activities_done", summary="Mark as done", response=DoneOut)
def done(request: HttpRequest, pk: int, said: DoneIn) -> dict[str, Any]:
    """`next_activity` is what was planned at once, if that was asked for."""
    activity, following = _editable(request, pk), None
    told = said.dict(exclude={"next"})
    if said.next:
        following = finishing.done_and_next(activity, by=request.user, **told)
    else:
        finishing.done(activity, by=request.user, **told)
    return _out(activity) | {"next_activity": _out(following) if following else None}


@activities.post("/{int:pk}/cancel", operation_id="activities_cancel", summary="Cancel", response=ActivityOut)
def cancel(request: HttpRequest, pk: int, said: CancelIn) -> dict[str, Any]:
    return _out(finishing.cancel(_editable(request, pk), by=request.user, reason=said.reason))


@activities.post(
    "/{int:pk}/reassign", operation_id="activities_reassign", summary="Give to a colleague", response=ActivityOut
)
def reassign(request: HttpRequest, pk: int, said: ReassignIn) -> dict[str, Any]:
    colleague = chosen(User.objects.visible_to(request.user), said.assignee, field="assignee")
    return _out(planning.reassign(_editable(request, pk), by=request.user, assignee=colleague))


@activities.post("/{int:pk}/snooze", operation_id="activities_snooze", summary="Put off to a day", response=ActivityOut)
def snooze(request: HttpRequest, pk: int, said: SnoozeIn) -> dict[str, Any]:
    return _out(rescheduling.snooze(_editable(request, pk), by=request.user, until=said.until))


def _editable(request: HttpRequest, pk: int) -> Activity:
    return get_object_or_404(Activity.objects.editable_by(request.user), pk=pk)


def _out(activity: Activity) -> dict[str, Any]:
    noun, record = activity.thread
    urgency, hour = activity.urgency.value, activity.due_time and activity.due_time.isoformat()
    return told(ActivityOut, activity, noun=noun, record=record, urgency=urgency, due_time=hour)


shape(Activity, ActivityOut)(one_by_one(_out))
