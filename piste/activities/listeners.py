"""What follows for activities when a user changes; loaded by apps.py."""

from django.utils.translation import ngettext

from piste.accounts.models import User
from piste.activities.models import Activity
from piste.activities.verbs.planning import hand_over
from piste.activities.verbs.with_record import cancel_with, return_with
from piste.history import events
from piste.history.models import Event
from piste.kernel.bulk import update_each
from piste.kernel.clock import day_begins
from piste.kernel.refusals import Refused


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
    for event in told:
        cancel_with(event.noun, [event.row_id], by=event.change_set.by)


@events.on("company.undeleted", "person.undeleted")
def go_on(told: list[Event]) -> None:
    for event in told:
        return_with(event.noun, [event.row_id], by=event.change_set.by)


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
