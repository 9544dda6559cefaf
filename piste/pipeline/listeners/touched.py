"""A note, a call or a finished activity keeps a record from rotting (01.36)."""

from piste.history import events
from piste.history.models import Event
from piste.kernel.clock import now
from piste.pipeline.models import Lead


@events.on("note.created", "activity.done")
def keep_from_rotting(told: list[Event]) -> None:
    keys = {event.thread_id for event in told if event.thread_noun == Lead.noun}
    if keys:
        Lead._base_manager.filter(pk__in=keys).update(touched_at=now())
