"""Verbs on many activities at once (13.24), as over their list; and one activity planned on each of many records."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from piste.accounts.models import User
from piste.activities.api.activities import ActivityEditIn, ActivityValuesIn, Until
from piste.activities.bulk_forms import EditManyForm
from piste.activities.models import Activity
from piste.activities.targets import plannable_or_404
from piste.activities.verbs import planning
from piste.finding.api import ManyIn, offer, only
from piste.finding.background import begin_said
from piste.finding.bulk import bounded
from piste.history.api import JobOut, begun
from piste.history.long_acts import LARGE
from piste.history.subjects import timelines
from piste.kernel.refusals import Refused
from piste.kernel.rest import Key, chosen, only_tried

activities_bulk = Router(tags=["activities"])


class SnoozeManyIn(ManyIn):
    until: Until = Field(description="a day, or one by its name, as each assignee has it")

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

    def values(self, user: User) -> dict[str, Any]:
        return ActivityValuesIn.values(self, user)


class PlannedOut(Schema):
    done: list[int] = Field(description="the new activities")
    hidden: int = Field(description="how many of the numbers are not there, or not shared with the key's user")
    change_set: int | None = Field(description="what is undone together")


@activities_bulk.post(
    "/plan",
    operation_id="activities_bulk_plan",
    summary="Plan on many",
    response={200: PlannedOut, 202: JobOut},
)
def plan_many(request: HttpRequest, said: PlanManyIn) -> Any:
    if said.noun not in timelines():
        raise Refused(_("There is no %(key)s here.") % {"key": said.noun}, field="noun")
    keys = bounded(said.keys(said.noun, request.user))
    target, records = plannable_or_404(request.user, said.noun, keys)
    values = said.values(request.user)
    if len(target.keys) > LARGE and not only_tried(request):
        return begun(begin_said(said.noun, "plan", target.keys, said, by=request.user))
    activities = planning.plan_many(records, by=request.user, **values)
    change_set = activities[0].last_act if activities else None
    planned = [activity.pk for activity in activities]
    return {"done": planned, "hidden": len(keys) - len(target.keys), "change_set": change_set}


offer(activities_bulk, Activity.noun, "done", "done")
offer(activities_bulk, Activity.noun, "snooze", "put off", SnoozeManyIn)
offer(activities_bulk, Activity.noun, "reassign", "to a colleague", ReassignManyIn)
offer(activities_bulk, Activity.noun, "edit", "change fields", EditActivitiesIn)
offer(activities_bulk, Activity.noun, "cancel", "cancel", CancelManyIn)
