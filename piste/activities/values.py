"""The values of an activity in their stored form."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from piste.activities.models import Activity, ActivityType
from piste.kernel import normal, rich_text
from piste.kernel.refusals import Refused

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)


def cleaned(values: dict[str, Any]) -> dict[str, Any]:
    """Texts trimmed and cleaned; raises Refused beside the field that cannot be taken."""
    values = dict(values)
    if "summary" in values:
        values["summary"] = normal.line(values["summary"])
    if "instructions" in values:
        values["instructions"] = rich_text.cleaned(values["instructions"])
    if "due_on" in values and not EARLIEST <= values["due_on"] <= LATEST:
        raise Refused(_("The deadline must lie between 1900 and 2200."), field="due_on")
    for name, value in values.items():
        _check(name, value)
    return values


def _check(name: str, value: Any) -> None:
    field = Activity._meta.get_field(name)
    if field.is_relation or value in (None, ""):
        return
    try:
        field.run_validators(value)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field=name) from None


def refuse_unfit(type: ActivityType, noun: str) -> None:
    """A new activity needs a type in use, one that is meant for this kind of record."""
    if not type.is_current:
        raise Refused(_("“%(type)s” is archived. Choose another type.") % {"type": type}, field="type")
    if not type.fits(noun):
        raise Refused(_("“%(type)s” is not used on this kind of record.") % {"type": type}, field="type")
