"""Another day for it."""

from datetime import date

from django.utils.translation import gettext as _

from piste.activities.models import Activity
from piste.activities.values import cleaned
from piste.history.recording import change, record, verb
from piste.kernel.clock import today
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused


@verb
def snooze(activity: Activity, *, by, until: date) -> Activity:
    """Puts it off to a day, and remembers how often that was done (03.10)."""
    locked(activity).refuse_closed()
    if until < today(activity.assignee):
        raise Refused(_("Choose today or a later day."), field="until")
    values = cleaned({"due_on": until})
    changes = change(activity, **values, snoozes=activity.snoozes + 1)
    record(activity, "activity.snoozed", by=by, changes=changes)
    return activity
