"""Over how many months revenue recurs: the plans, in the hands of managers (01.34)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piste.history.archiving import put_away, put_back
from piste.history.recording import change, created, record, refuse_stale, verb
from piste.kernel import normal
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead, RecurringPlan


@verb
def create_plan(*, by, months: int, name_en: str = "", name_fr: str = "") -> RecurringPlan:
    plan = RecurringPlan(name_en=normal.line(name_en), name_fr=normal.line(name_fr), months=months)
    _check(plan)
    created(plan, by=by)
    return plan


@verb
def edit_plan(plan: RecurringPlan, *, by, seen: int | None = None, **typed: Any) -> RecurringPlan:
    """Changes names or months; what its records are worth a month follows."""
    refuse_stale(locked(plan), typed, seen)
    typed = {name: normal.line(value) if isinstance(value, str) else value for name, value in typed.items()}
    changes = change(plan, **typed)
    _check(plan)
    if changes:
        record(plan, "recurring_plan.edited", by=by, changes=changes)
    return plan


@verb
def archive_plan(plan: RecurringPlan, *, by) -> RecurringPlan:
    """Takes a plan out of the choices; records keep it."""
    return put_away(plan, by=by)


@verb
def unarchive_plan(plan: RecurringPlan, *, by) -> RecurringPlan:
    return put_back(plan, by=by)


@verb
def delete_plan(plan: RecurringPlan, *, by) -> RecurringPlan:
    """Deletes a plan that no record uses."""
    if count := Lead._base_manager.filter(recurring_plan=locked(plan)).count():
        raise Refused(
            ngettext("%(count)s record uses it. Archive it.", "%(count)s records use it. Archive it.", count)
            % {"count": count}
        )
    record(plan, "recurring_plan.deleted", by=by, changes=change(plan, deleted_at=now()))
    return plan


def _check(plan: RecurringPlan) -> None:
    if not plan.name:
        raise Refused(_("A recurring plan needs a name."), field="name_en")
    try:
        RecurringPlan._meta.get_field("months").clean(plan.months, plan)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="months") from None
    for other in RecurringPlan.objects.current().exclude(pk=plan.pk):
        if plan.plain_names & other.plain_names:
            raise Refused(_("There is a plan “%(name)s” already.") % {"name": other}, field="name_en")
