"""The kinds of activities; changing one never changes existing activities (03.3)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from piste.activities.models import ActivityType
from piste.history.archiving import put_away, put_back
from piste.history.recording import change, created, record, refuse_stale, verb
from piste.history.subjects import timelines
from piste.kernel import normal, rich_text
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused
from piste.ui import icons


@verb
def create_type(*, by, suggested_next=(), **values: Any) -> ActivityType:
    type = ActivityType(**_cleaned(values))
    _refuse(type, suggested_next)
    created(type, by=by)
    type.suggested_next.set(suggested_next)
    return type


@verb
def edit_type(type: ActivityType, *, by, seen: int | None = None, **values: Any) -> ActivityType:
    values = _cleaned(values)
    refuse_stale(locked(type), values, seen)
    changes = change(type, **values)
    _refuse(type, type.suggested_next.all())
    if changes:
        record(type, "activity_type.edited", by=by, changes=changes)
    return type


@verb
def archive_type(type: ActivityType, *, by) -> ActivityType:
    """Takes it out of use; open activities of this type go on (03.3)."""
    return put_away(type, by=by)


@verb
def unarchive_type(type: ActivityType, *, by) -> ActivityType:
    return put_back(type, by=by)


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    values = dict(values)
    for name in {"name_en", "name_fr", "summary"} & values.keys():
        values[name] = normal.line(values[name])
    if "instructions" in values:
        values["instructions"] = rich_text.cleaned(values["instructions"])
    return values


def _refuse(type: ActivityType, suggested_next) -> None:
    """What makes no type: no name, or two ways to go on (03.B2)."""
    if not type.name:
        raise Refused(_("Give the type a name."), field="name_en")
    if type.triggered_next_id and list(suggested_next):
        raise Refused(_("Choose either suggested types or one type created at once."), field="triggered_next")
    if type.icon not in icons.names():
        raise Refused(_("There is no icon of this name."), field="icon")
    if set(type.applies_to) - timelines().keys():
        raise Refused(_("There are no records of this kind."), field="applies_to")
    try:
        type.clean_fields(exclude=["assignee", "triggered_next"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(" ".join(messages), field=field) from None
