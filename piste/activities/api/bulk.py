"""Verbs on many activities at once (13.24), as over their list; and one activity planned on each of many records."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from piste.accounts.models import User
from piste.activities.api.activities import ActivityEditIn, ActivityValuesIn
from piste.activities.bulk_forms import EditManyForm
from piste.activities.models import Activity
from piste.activities.targets import plannable_or_404
from piste.activities.verbs import planning
from piste.finding.api import ManyIn, OutcomeOut, done, only
from piste.finding.bulk import bounded
from piste.history.subjects import timelines
from piste.kernel.refusals import Refused
from piste.kernel.rest import Key, chosen

activities_bulk = Router(tags=["activities"])


class SnoozeManyIn(ManyIn):
    until: date

    def values(self, user: User) -> dict[str, Any]:
        return {"until": self.until}


class ReassignManyIn(ManyIn):
    assignee: Key

    def values(self, user: User) -> dict[str, Any]:
        return {"assignee": chosen(User.objects.visible_to(user).active(), self.assignee, field="assignee")}


class CancelManyIn(ManyIn):
    reason: str = Field("", max_length=200)

    def values(self, user: User) -> dict[str, Any]:
        return {"reason": self.reason}


class EditActivitiesIn(ManyIn):
    to: ActivityEditIn = Field(description=f"the same for all; of {', '.join(EditManyForm.EDITED)}")

    def values(self, user: User) -> dict[str, Any]:
        return only(self.to.values(user), EditManyForm.EDITED)


class PlanManyIn(ManyIn, ActivityValuesIn):
    """One activity on each of the records."""

    noun: str = Field(description="the kind of records: lead, company, person", max_length=16)
    type: Key


class PlannedOut(Schema):
    done: list[int] = Field(description="the new activities")
    hidden: int = Field(description="how many of the numbers are not there, or not shared with the key's user")
    change_set: int | None = Field(description="what is undone together")


@activities_bulk.post("/plan", operation_id="activities_bulk_plan", summary="Plan on many", response=PlannedOut)
def plan_many(request: HttpRequest, said: PlanManyIn) -> dict[str, Any]:
    if said.noun not in timelines():
        raise Refused(_("There is no %(key)s here.") % {"key": said.noun}, field="noun")
    keys = bounded(said.keys(said.noun, request.user))
    target, records = plannable_or_404(request.user, said.noun, keys)
    values = ActivityValuesIn.values(said, request.user)
    activities = planning.plan_many(records, by=request.user, **values)
    change_set = activities[0].last_event.change_set_id if activities and activities[0].last_event else None
    planned = [activity.pk for activity in activities]
    return {"done": planned, "hidden": len(keys) - len(target.keys), "change_set": change_set}


@activities_bulk.post("/done", operation_id="activities_bulk_done", summary="Many: done", response=OutcomeOut)
def done_many(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return done(Activity.noun, "done", said, by=request.user)


@activities_bulk.post("/snooze", operation_id="activities_bulk_snooze", summary="Many: put off", response=OutcomeOut)
def snooze_many(request: HttpRequest, said: SnoozeManyIn) -> dict[str, Any]:
    return done(Activity.noun, "snooze", said, by=request.user)


@activities_bulk.post(
    "/reassign", operation_id="activities_bulk_reassign", summary="Many: to a colleague", response=OutcomeOut
)
def reassign_many(request: HttpRequest, said: ReassignManyIn) -> dict[str, Any]:
    return done(Activity.noun, "reassign", said, by=request.user)


@activities_bulk.post("/edit", operation_id="activities_bulk_edit", summary="Many: change fields", response=OutcomeOut)
def edit_many(request: HttpRequest, said: EditActivitiesIn) -> dict[str, Any]:
    return done(Activity.noun, "edit", said, by=request.user)


@activities_bulk.post("/cancel", operation_id="activities_bulk_cancel", summary="Many: cancel", response=OutcomeOut)
def cancel_many(request: HttpRequest, said: CancelManyIn) -> dict[str, Any]:
    return done(Activity.noun, "cancel", said, by=request.user)
