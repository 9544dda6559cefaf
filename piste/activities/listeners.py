"""What follows for activities when a user changes; loaded by apps.py."""

from datetime import date
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piste.accounts.models import User
from piste.activities.models import Activity, ActivityType
from piste.activities.verbs.planning import hand_over, plan
from piste.activities.verbs.with_record import cancel_with, return_with
from piste.history import events
from piste.history.models import Event
from piste.kernel.bulk import update_each
from piste.kernel.clock import day_begins
from piste.kernel.refusals import Refused
from piste.messages import threads
from piste.messages.models import Note

# Fields of a planned activity, and of the form of a call that plans it.
BESIDE_THE_CALL = {"type": "next_type", "due_on": "next_on"}


@events.on("user.edited", "user.undone")
def follow_time_zone(told: list[Event]) -> None:
    """His day begins at another hour, and so do the due days of what he has to do."""
    for event in told:
        if "time_zone" in event.changes:
            rows = list(Activity.objects.open().filter(assignee_id=event.row_id))
            for activity in rows:
                activity.due = day_begins(activity.due_on, event.row.time_zone)
            update_each(rows, ["due"])


@events.on("company.deleted", "person.deleted")
def stop(told: list[Event]) -> None:
    """What lies in the trash needs no call. Other kinds of records see to it themselves."""
    cancel_with(told[0].noun, [event.row_id for event in told], by=told[0].change_set.by)


@events.on("company.undeleted", "person.undeleted")
def go_on(told: list[Event]) -> None:
    return_with(told[0].noun, [event.row_id for event in told], by=told[0].change_set.by)


@events.on("note.created")
def plan_what_follows(told: list[Event]) -> None:
    """What was chosen as next when a call was logged (04.14)."""
    for event in told:
        if wanted := event.facts.get("next"):
            _plan_after_call(event, wanted["type"], wanted["on"])


def _plan_after_call(event: Event, key: int, day: str | None) -> None:
    by = event.change_set.by
    type = ActivityType.objects.visible_to(by).filter(pk=key).first()
    if type is None:
        raise Refused(_("Choose what is to be done."), field="next_type")
    values: dict[str, Any] = {"due_on": date.fromisoformat(day)} if day else {}
    try:
        plan(threads.record_of(cast("Note", event.row)), by=by, type=type, **values)
    except Refused as no:
        raise Refused(no.message, field=BESIDE_THE_CALL.get(no.field or "")) from None


@events.on("user.deactivated")
def pass_on(told: list[Event]) -> None:
    """Open activities go to the colleague that was named; without one nobody leaves (03.B5)."""
    for event in told:
        count = Activity.objects.open().filter(assignee_id=event.row_id).count()
        if not count:
            continue
        colleague = User.objects.active().filter(pk=event.facts.get("handover_to")).first()
        if colleague is None:
            message = ngettext(
                "%(name)s has %(count)s open activity. Choose who takes it over.",
                "%(name)s has %(count)s open activities. Choose who takes them over.",
                count,
            )
            raise Refused(message % {"name": event.row, "count": count}, field="handover_to")
        hand_over(event.row, by=event.change_set.by, to=colleague)
