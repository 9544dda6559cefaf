"""Acts on a selection of activities, and the one that plans them on a selection of records."""

from django.utils.translation import gettext_lazy as _

from piste.activities.bulk_forms import (
    CancelManyForm,
    EditManyForm,
    ReassignManyForm,
    SnoozeManyForm,
)
from piste.activities.models import Activity
from piste.activities.verbs.finishing import cancel_many, done_many
from piste.activities.verbs.planning import edit_many, reassign_many
from piste.activities.verbs.rescheduling import snooze_many
from piste.activities.views.planning import plan_on
from piste.finding import bulk
from piste.finding.bulk import Act

PLAN = Act(title=_("Schedule activity"), icon="calendar", key="plan", door=plan_on)

ACTS: dict[str, Act] = {
    "done": Act(title=_("Done"), verb=done_many, key="done", primary=True),
    "snooze": Act(title=_("Put off"), verb=snooze_many, form=SnoozeManyForm, key="snooze"),
    "reassign": Act(title=_("Assign"), verb=reassign_many, form=ReassignManyForm, key="assign"),
    "edit": Act(
        title=_("Change a field"), verb=edit_many, form=EditManyForm, icon="pencil", fields="finding/_edit_many.html"
    ),
    "cancel": Act(title=_("Cancel activities"), verb=cancel_many, form=CancelManyForm, icon="close", danger=True),
}

bulk.declare(Activity.noun, ACTS)
for noun in ("company", "person"):
    bulk.declare(noun, {"plan": PLAN})
