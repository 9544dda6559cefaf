"""Activities as lists show them: with their record, their urgency and their deadline in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piste.activities.models import Activity
from piste.activities.records import Record, described, records_of
from piste.activities.states import Urgency
from piste.history.models import Subject
from piste.kernel.clock import today
from piste.kernel.prepared import prepared
from piste.messages.threads import Threads
from piste.ui.formats import day, hour

OPEN_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Line:
    activity: Activity
    urgency: Urgency
    deadline: str
    # None where the user sees the activity only (12.8).
    record: Record | None


def lines(activities: Iterable[Activity], user) -> list[Line]:
    """Needs activities with their type and assignee."""
    activities = list(activities)
    records = records_of(activities, user)
    return [line(activity, records.get(activity.thread)) for activity in activities]


def open_lines(record: Subject, together: Threads, user) -> list[Line]:
    """Of records that the reader sees: so he sees what hangs on them, and nothing is asked of each activity."""
    activities = _open_on(tuple(together))(*together.values())
    others = [activity for activity in activities if activity.thread != record.thread]
    records = records_of(others, user) | {record.thread: described(record)}
    return [line(activity, records.get(activity.thread)) for activity in activities]


@cache
def _open_on(nouns: tuple[str, ...]) -> prepared:
    def open_on(*keys: list[int]) -> QuerySet:
        hung = Activity.objects.on_any(dict(zip(nouns, keys, strict=True))).open()
        return hung.select_related("type", "assignee").in_time_order()[:OPEN_AT_MOST]

    return prepared(open_on)


def line(activity: Activity, record: Record | None) -> Line:
    return Line(activity, activity.urgency, deadline(activity), record)


def deadline(activity: Activity) -> str:
    """3 days late, Today 14:00, Tomorrow, Tue 1 Dec: by the assignee's day."""
    days = (activity.due_on - today(activity.assignee)).days
    if activity.is_open and days < 0:
        return ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}
    words = {0: _("Today"), 1: _("Tomorrow")}.get(days) or day(activity.due_on, "weekday")
    return f"{words} {hour(activity.due_time)}".strip()
