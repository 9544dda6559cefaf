"""Acts on a selection of activities, and the one that plans them on a selection of records."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import User
from piste.activities.bulk_forms import (
    CancelManyForm,
    EditManyForm,
    ReassignManyForm,
    SnoozeManyForm,
)
from piste.activities.forms import PlanForm
from piste.activities.models import Activity
from piste.activities.targets import Target
from piste.activities.verbs.finishing import cancel_many, done_many
from piste.activities.verbs.planning import edit_many, plan_many, reassign_many
from piste.activities.verbs.rescheduling import snooze_many
from piste.activities.views.planning import plan_on
from piste.finding import bulk
from piste.finding.bulk import Act
from piste.history.many import Many
from piste.kernel.refusals import Refused
from piste.kernel.visibility import VisibleQuerySet


def _plan_each(records: VisibleQuerySet, *, by: User, **values: Any) -> Many:
    """As an act on a selection: the records are what was done."""
    plan_many(records, by=by, **values)
    return Many(done=list(records))


def _plan_values(user: User, noun: str, keys: list[int], sent: QueryDict) -> dict[str, Any]:
    form = PlanForm(sent, user=user, target=Target(noun, keys))
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]))
    return form.values


PLAN = Act(
    title=_("Schedule activity"),
    icon="calendar",
    key="plan",
    door=plan_on,
    verb=_plan_each,
    may="visible_to",
    reads=_plan_values,
)

ACTS: dict[str, Act] = {
    "done": Act(title=_("Done"), verb=done_many, key="done", primary=True),
    "snooze": Act(
        title=_("Put off"), verb=snooze_many, form=SnoozeManyForm, key="snooze", quick="activities/_put_off.html"
    ),
    "reassign": Act(title=_("Assign"), verb=reassign_many, form=ReassignManyForm, key="assign"),
    "edit": Act(
        title=_("Change a field"), verb=edit_many, form=EditManyForm, icon="pencil", fields="finding/_edit_many.html"
    ),
    "cancel": Act(title=_("Cancel activities"), verb=cancel_many, form=CancelManyForm, icon="close", danger=True),
}

bulk.declare(Activity.noun, ACTS)
for noun in ("company", "person"):
    bulk.declare(noun, {"plan": PLAN})
