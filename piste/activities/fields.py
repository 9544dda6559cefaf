"""What activities can be filtered, sorted and grouped by."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from piste.activities.models import Activity
from piste.activities.next_asked import questions
from piste.activities.records import names_of
from piste.activities.states import Urgency
from piste.contacts.models import Company, Person
from piste.finding import ready
from piste.history.subjects import timelines
from piste.kernel.criteria.columns import column
from piste.kernel.criteria.fields import Field, Label, Type, add, declare
from piste.teams.fields import PEOPLE


def _kinds() -> Mapping[str, Label]:
    return {noun: names_of(noun) for noun in timelines()}


declare(
    "activity",
    Activity,
    column(Activity, "summary"),
    column(Activity, "type"),
    column(Activity, "state", label=_("State")),
    column(Activity, "assignee", whose=PEOPLE),
    column(Activity, "due_on", key="deadline", order="due"),
    Field(
        key="record_kind",
        label=_("Kind of record"),
        type=Type.CHOICE,
        path="thread_noun",
        choices=_kinds,
        groupable=True,
    ),
    Field(
        key="record",
        label=_("Record"),
        type=Type.SPECIAL,
        columns=("thread_noun", "thread_id"),
        text=lambda noun, key: names_of(noun),
        filterable=False,
        sortable=False,
    ),
    column(Activity, "closed_at", key="closed", label=_("Closed")),
    column(Activity, "closed_by", label=_("Closed by"), whose=PEOPLE),
    column(Activity, "minutes", measurable=True),
    column(Activity, "feedback", sortable=False),
    column(Activity, "origin", label=_("Origin")),
    column(Activity, "snoozes", label=_("Times put off"), measurable=True),
    column(Activity, "created_at", key="created", label=_("Created")),
    column(Activity, "created_by", label=_("Created by"), whose=PEOPLE),
)

for model in (Company, Person):
    step = Field(
        key="next_activity",
        label=_("Next activity"),
        type=Type.SPECIAL,
        questions=questions(model.noun),
        sortable=False,
    )
    add(model.noun, step)
    ready.declare(
        model.noun,
        _("Next step"),
        (Urgency.OVERDUE.label, {"f": "next_activity", "op": "rel", "v": "overdue"}),
        (Urgency.TODAY.label, {"f": "next_activity", "op": "rel", "v": "today"}),
        (Urgency.NONE.label, {"f": "next_activity", "op": "empty"}),
    )
