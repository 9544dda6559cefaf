"""What happens to the activities of a record that is closed, archived, or opened again."""

from piste.activities.models import Activity
from piste.history.recording import change_each, record_many, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked_many


@verb
def cancel_with(noun: str, keys: list[int], *, by) -> list[Activity]:
    """Cancels the open activities of closed records, except follow-ups that survive; they stay in history (01.22)."""
    at = now()
    going = Activity.objects.open().filter(thread_noun=noun, thread_id__in=keys, survives_closing=False)
    rows = locked_many(going.select_related("assignee"))
    values = {"state": Activity.State.CANCELLED, "closed_at": at, "closed_by": by, "cancelled_with_record": True}
    changes = change_each(rows, lambda activity: values)
    record_many(rows, "activity.cancelled", by=by, changes=changes, with_record=True)
    return rows


@verb
def return_with(noun: str, keys: list[int], *, by) -> list[Activity]:
    """Opens again what was cancelled with the records, if its deadline is today or later (01.26)."""
    gone = Activity.objects.filter(
        thread_noun=noun,
        thread_id__in=keys,
        state=Activity.State.CANCELLED,
        cancelled_with_record=True,
        deleted_at=None,
    )
    rows = [activity for activity in locked_many(gone.select_related("assignee")) if activity.may_return]
    values = {"state": Activity.State.OPEN, "closed_at": None, "closed_by": None, "cancelled_with_record": False}
    changes = change_each(rows, lambda activity: values)
    record_many(rows, "activity.returned", by=by, changes=changes)
    return rows
