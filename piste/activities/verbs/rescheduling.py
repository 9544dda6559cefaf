"""Another day for it."""

from datetime import date

from django.utils.translation import gettext as _

from piste.activities.delays import meant
from piste.activities.models import Activity
from piste.activities.querysets import ActivityQuerySet
from piste.activities.values import cleaned
from piste.history.many import Many
from piste.history.recording import change, change_each, record, record_many, verb
from piste.kernel.clock import today
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused


@verb
def snooze(activity: Activity, *, by, until: date | str) -> Activity:
    """Puts it off to a day, also by its name (`delays.NAMED`) as the assignee has it, and remembers how often that was
    done (03.10).
    """
    _refuse(locked(activity), until)
    values = _values(activity, until)
    changes = change(activity, **values, snoozes=activity.snoozes + 1)
    record(activity, "activity.snoozed", by=by, changes=changes)
    return activity


@verb
def snooze_many(activities: ActivityQuerySet, *, by, until: date | str) -> Many[Activity]:
    result: Many[Activity] = Many.sorted_out(activities.to_change(), lambda activity: _refuse(activity, until))
    changes = change_each(result.done, lambda activity: _values(activity, until) | {"snoozes": activity.snoozes + 1})
    record_many(result.done, "activity.snoozed", by=by, changes=changes)
    return result


def _values(activity: Activity, until: date | str) -> dict[str, date]:
    return cleaned({"due_on": meant(until, today=today(activity.assignee))})


def _refuse(activity: Activity, until: date | str) -> None:
    activity.refuse_closed()
    if not isinstance(until, str) and until < today(activity.assignee):
        raise Refused(_("Choose today or a later day."), field="until")
