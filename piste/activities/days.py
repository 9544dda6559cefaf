"""My day: what is late, what is for today, and the next seven days (03.18)."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from django.utils.translation import gettext as _

from piste.activities.lines import Line, line
from piste.activities.models import Activity
from piste.activities.querysets import ActivityQuerySet
from piste.activities.records import records_of
from piste.activities.states import Urgency
from piste.kernel.clock import day_ends, today

AHEAD = timedelta(days=7)
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Section:
    """One head with its lines; `count` says how many there are, of which some may not be shown."""

    state: Urgency
    title: str
    lines: list[Line]
    count: int


def sections(user) -> list[Section]:
    """In time order; what has no hour comes after what has one."""
    mine = Activity.objects.visible_to(user).open().filter(assignee=user)
    ahead = mine.in_state(Urgency.PLANNED).filter(due__lt=day_ends(today(user) + AHEAD, user.time_zone))
    wanted = [
        (Urgency.OVERDUE, _("Overdue"), mine.in_state(Urgency.OVERDUE)),
        (Urgency.TODAY, _("Today"), mine.in_state(Urgency.TODAY)),
        (Urgency.PLANNED, _("Next 7 days"), ahead),
    ]
    found = [list(rows.select_related("type", "assignee").in_time_order()[:SHOWN]) for _s, _t, rows in wanted]
    records = records_of(chain.from_iterable(found), user)
    return [
        Section(state, title, [line(one, records.get(one.thread)) for one in own], _count(rows, own))
        for (state, title, rows), own in zip(wanted, found, strict=True)
    ]


def _count(rows: ActivityQuerySet, found: list[Activity]) -> int:
    return rows.count() if len(found) == SHOWN else len(found)
