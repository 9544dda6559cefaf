"""Done, done and next, cancelled."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from piste.activities.models import Activity
from piste.activities.querysets import ActivityQuerySet
from piste.activities.values import cleaned
from piste.activities.verbs.planning import plan_next
from piste.history.many import Many
from piste.history.recording import change, change_each, record, record_many, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.messages.verbs.files import attach


@verb
def done(
    activity: Activity, *, by, feedback: str = "", minutes: int | None = None, files: Iterable[UploadedFile] = ()
) -> Activity:
    """Closes it as done, with what came out, how long it took and what was made (03.8).

    Raises Refused with who was first when it is closed already (03.B4).
    """
    locked(activity).refuse_closed()
    values = cleaned({"feedback": feedback.strip(), "minutes": minutes})
    changes = change(activity, **_closed(Activity.State.DONE, by), **values)
    record(activity, "activity.done", by=by, changes=changes)
    for file in files:
        attach(activity, by=by, file=file)
    return activity


@verb
def done_many(activities: ActivityQuerySet, *, by) -> Many[Activity]:
    """Done, without a word about any of them."""
    return _close_many(activities, Activity.State.DONE, "activity.done", by=by)


@verb
def done_and_next(activity: Activity, *, by, **result: Any) -> Activity | None:
    """Done, and what its type creates at once, if anything: one act, undone as one (03.9)."""
    done(activity, by=by, **result)
    return plan_next(activity, by=by)


@verb
def cancel(activity: Activity, *, by, reason: str = "") -> Activity:
    """Takes it off the list without counting as done; the reason stays in history (03.10)."""
    locked(activity).refuse_closed()
    changes = change(activity, **_closed(Activity.State.CANCELLED, by))
    record(activity, "activity.cancelled", by=by, changes=changes, reason=reason.strip())
    return activity


@verb
def cancel_many(activities: ActivityQuerySet, *, by, reason: str = "") -> Many[Activity]:
    return _close_many(activities, Activity.State.CANCELLED, "activity.cancelled", by=by, reason=reason.strip())


def _close_many(activities: ActivityQuerySet, state: str, name: str, *, by, **facts: str) -> Many[Activity]:
    result: Many[Activity] = Many.sorted_out(activities.to_change(), Activity.refuse_closed)
    closed = _closed(state, by)
    changes = change_each(result.done, lambda activity: closed)
    told: dict[int, dict] = dict.fromkeys(changes, facts)
    record_many(result.done, name, by=by, changes=changes, facts=told)
    return result


def _closed(state: str, by) -> dict[str, Any]:
    return {"state": state, "closed_at": now(), "closed_by": by}
