"""Each record knows when its customer was first answered, because the clock of its team asks that of all of them."""

from piste.activities.models import Activity
from piste.history import events
from piste.history.models import Event
from piste.messages.models import Note
from piste.pipeline.first_answers import refresh
from piste.pipeline.models import Lead


@events.on("note.*")
def follow_calls(told: list[Event]) -> None:
    _follow([event for event in told if isinstance(event.row, Note) and event.row.is_call])


@events.on("activity.*")
def follow_activities(told: list[Event]) -> None:
    _follow([event for event in told if event.name in MOVED or (isinstance(event.row, Activity) and _was_done(event))])


# What may take an answer away or bring one from elsewhere.
MOVED = ("activity.taken_over", "activity.undone", "activity.deleted", "activity.undeleted")


def _was_done(event: Event) -> bool:
    return event.row is not None and event.row.state == Activity.State.DONE


def _follow(told: list[Event]) -> None:
    own = [event for event in told if event.thread_noun == Lead.noun]
    keys = {key for event in own for key in event.changes.get("thread_id", [event.thread_id])}
    if keys:
        refresh(keys)
