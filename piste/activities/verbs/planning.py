"""What is to be done next, by whom and until when."""

from typing import Any

from django.utils.translation import gettext as _

from piste.activities import defaults
from piste.activities.assignees import no_access, refuse_idle, refuse_stranger, without_access
from piste.activities.models import Activity, ActivityType
from piste.activities.querysets import ActivityQuerySet
from piste.activities.values import cleaned, refuse_unfit
from piste.history.many import Many
from piste.history.models import Subject
from piste.history.recording import (
    change,
    change_each,
    created,
    created_many,
    record,
    record_many,
    refuse_stale,
    verb,
)
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused
from piste.kernel.visibility import VisibleQuerySet


@verb
def plan(record: Subject, *, by, type: ActivityType, follows: Activity | None = None, **values: Any) -> Activity:
    """Plans an activity on a record; what is not given comes from its type (03.6).

    `follows` is the activity that led to this one. Raises Refused for an assignee without access to the record.
    """
    noun, key = record.thread
    activity = _new(noun, [key], by=by, type=type, follows=follows, values=values)[0]
    created(activity, by=by)
    return activity


@verb
def plan_next(activity: Activity, *, by) -> Activity | None:
    """Plans what the type of a finished activity creates at once, on the same record (03.9)."""
    type = activity.type.triggered_next
    if type is None or not type.is_current or not type.fits(activity.thread_noun):
        return None
    following = _new(*_on_record_of(activity), by=by, type=type, follows=activity, values={})[0]
    created(following, by=by)
    return following


@verb
def plan_many(records: VisibleQuerySet, *, by, type: ActivityType, **values: Any) -> list[Activity]:
    """The same activity on each of many records of one kind, in few statements."""
    noun = records.model.noun
    keys = list(records.order_by("pk").values_list("pk", flat=True))
    activities = _new(noun, keys, by=by, type=type, follows=None, values=values) if keys else []
    return created_many(activities, by=by)


def _on_record_of(activity: Activity) -> tuple[str, list[int]]:
    return activity.thread_noun, [activity.thread_id]


def _new(
    noun: str, keys: list[int], *, by, type: ActivityType, follows: Activity | None, values: dict[str, Any]
) -> list[Activity]:
    refuse_unfit(type, noun)
    given = cleaned(values)
    given = defaults.filled(type, noun, keys, by=by, previous=follows) | given
    refuse_stranger(given["assignee"], noun, keys)
    origin = Activity.Origin.CHAIN if follows else Activity.Origin.HAND
    return [
        Activity(thread_noun=noun, thread_id=key, type=type, follows=follows, origin=origin, created_by=by, **given)
        for key in keys
    ]


@verb
def edit(activity: Activity, *, by, seen: int | None = None, **values: Any) -> Activity:
    """Changes an open activity. `seen` is the version that the writer looked at (00.22)."""
    locked(activity).refuse_closed()
    values = cleaned(values)
    refuse_stale(activity, values, seen)
    if "assignee" in values:
        reassign(activity, by=by, assignee=values.pop("assignee"))
    if changes := change(activity, **values):
        record(activity, "activity.edited", by=by, changes=changes)
    return activity


@verb
def reassign(activity: Activity, *, by, assignee) -> Activity:
    """Gives it to somebody else; its day becomes his day (03.11)."""
    locked(activity).refuse_closed()
    if assignee.pk != activity.assignee_id:
        refuse_stranger(assignee, *_on_record_of(activity))
        changes = change(activity, assignee=assignee)
        record(activity, "activity.reassigned", by=by, changes=changes)
    return activity


@verb
def edit_many(activities: ActivityQuerySet, *, by, **values: Any) -> Many[Activity]:
    """The same values in many open activities, such as a deadline; a type only where it is used."""
    values = cleaned(values)

    def refuse(activity: Activity) -> None:
        activity.refuse_closed()
        if type := values.get("type"):
            refuse_unfit(type, activity.thread_noun)

    result: Many[Activity] = Many.sorted_out(activities.to_change(), refuse)
    changes = change_each(result.done, lambda activity: values)
    record_many(result.done, "activity.edited", by=by, changes=changes)
    return result


@verb
def reassign_many(activities: ActivityQuerySet, *, by, assignee) -> Many[Activity]:
    """Gives them to somebody else, but for those on records that he does not see (03.11)."""
    refuse_idle(assignee)
    hidden = without_access(assignee, activities.values_list("thread_noun", "thread_id"))

    def refuse(activity: Activity) -> None:
        activity.refuse_closed()
        if activity.thread in hidden:
            raise no_access(assignee, 1)

    result: Many[Activity] = Many.sorted_out(activities.to_change(), refuse)
    changes = change_each(result.done, lambda activity: {"assignee": assignee})
    record_many(result.done, "activity.reassigned", by=by, changes=changes)
    return result


@verb
def hand_over(giver, *, by, to) -> list[Activity]:
    """Moves the open activities of somebody who leaves to a colleague; none is dropped, whatever its record (03.B5)."""
    if not to.is_active or not to.may_write or to.pk == giver.pk:
        raise Refused(_("Choose a colleague who takes over the activities."), field="handover_to")
    rows = locked_many(Activity.objects.open().filter(assignee=giver))
    changes = change_each(rows, lambda activity: {"assignee": to})
    record_many(rows, "activity.reassigned", by=by, changes=changes)
    return rows
