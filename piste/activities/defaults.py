"""What a type fills in when it is chosen (03.6)."""

from datetime import date
from typing import Any

from piste.activities.assignees import may_have
from piste.activities.delays import later
from piste.activities.models import Activity, ActivityType
from piste.kernel.clock import today


def filled(type: ActivityType, noun: str, keys: list[int], *, by, previous: Activity | None = None) -> dict[str, Any]:
    """Summary, instructions, assignee and deadline by the type; `previous` is the activity that this one follows."""
    assignee = _assignee(type, noun, keys, by=by, previous=previous)
    return {
        "summary": type.summary,
        "instructions": type.instructions,
        "assignee": assignee,
        "due_on": _deadline(type, today(assignee), previous),
    }


def _assignee(type: ActivityType, noun: str, keys: list[int], *, by, previous: Activity | None):
    if type.assignee and may_have(type.assignee, noun, keys):
        return type.assignee
    return previous.assignee if previous and previous.assignee.is_active else by


def _deadline(type: ActivityType, day: date, previous: Activity | None) -> date:
    from_deadline = previous and type.delay_from == ActivityType.DelayFrom.DEADLINE
    return later(previous.due_on if from_deadline else day, type.delay, type.delay_unit)
