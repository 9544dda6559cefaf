"""Records as rows, types of activity as columns: how many are open, how urgent, and when the next is due (03.19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

from piste.activities.models import Activity, ActivityType
from piste.activities.states import Urgency, state_of


@dataclass(frozen=True, slots=True)
class Cell:
    """The open activities of one type on one record: the earliest is the worst."""

    urgency: Urgency
    count: int
    due: date


def cells(user, noun: str, keys: Iterable[int]) -> dict[int, dict[int, Cell]]:
    """By record and type, for records that the user sees; one statement."""
    rows = Activity.objects.visible_to(user).open().filter(thread_noun=noun, thread_id__in=list(keys))
    grouped = rows.order_by().values_list("thread_id", "type").annotate(Count("pk"), Min("due"), Min("due_on"))
    found: dict[int, dict[int, Cell]] = {}
    for key, type, count, due, day in grouped:
        found.setdefault(key, {})[type] = Cell(state_of(due), count, day)
    return found


def columns(user, noun: str, shown: dict[int, dict[int, Cell]]) -> list[ActivityType]:
    """The types in use that fit these records, and any other that stands in a cell."""
    used = {type for of_record in shown.values() for type in of_record}
    types = ActivityType.objects.visible_to(user)
    return [type for type in types if type.pk in used or (type.is_current and type.fits(noun))]
