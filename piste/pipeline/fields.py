"""What lead records can be filtered, sorted, grouped and measured by, and activities by their lead record."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from piste.activities.models import ActivityType
from piste.contacts.fields import email, person_name
from piste.kernel import world
from piste.kernel.criteria.columns import column, linked
from piste.kernel.criteria.fields import Field, Type, add, declare
from piste.kernel.criteria.spans import DaysPast, WholeDays
from piste.messages.followed import followers
from piste.pipeline import facts, first_answers
from piste.pipeline.activity_team import TEAM
from piste.pipeline.models import Lead
from piste.pipeline.past import PAST
from piste.teams.fields import PEOPLE, TEAMS


def customer(company: str | None, first: str | None, last: str | None, typed: str, contact: str) -> str:
    """Who buys, as `Lead.customer_name` says it."""
    return company or person_name(first, last) or typed or contact


declare(
    "lead",
    Lead,
    column(Lead, "title"),
    Field(
        key="customer",
        label=_("Customer"),
        type=Type.SPECIAL,
        order="company__name_key",
        columns=("company__name", "person__first_name", "person__last_name", "company_name", "contact_name"),
        text=customer,
        filterable=False,
    ),
    column(Lead, "kind"),
    column(Lead, "outcome"),
    column(Lead, "stage", rank="stage__sequence", order="stage__sequence"),
    column(Lead, "owner", whose=PEOPLE),
    column(Lead, "team", whose=TEAMS),
    column(Lead, "expected_revenue", type=Type.MONEY, measurable=True),
    Field(
        key="weighted_revenue",
        label=_("Weighted revenue"),
        type=Type.MONEY,
        path="weighted_revenue",
        measurable=True,
    ),
    column(Lead, "recurring_revenue", type=Type.MONEY, offered=facts.recurs),
    column(Lead, "recurring_plan", order="recurring_plan__months", offered=facts.recurs),
    Field(
        key="monthly_recurring",
        label=_("Monthly recurring revenue"),
        type=Type.MONEY,
        path="monthly_recurring",
        measurable=True,
        offered=facts.recurs,
    ),
    column(Lead, "probability", type=Type.PERCENT, measurable=True),
    column(Lead, "expected_closing"),
    column(Lead, "priority"),
    column(Lead, "tags"),
    column(Lead, "lost_reason"),
    # The day as it is for the assignee, whatever the zone of whoever asks.
    Field(
        key="next_deadline",
        label=_("Next activity"),
        type=Type.DATE,
        path="next_activity__due_on",
        order="next_due",
        groupable=True,
    ),
    Field(
        key="next_type",
        label=_("Kind of next activity"),
        type=Type.LINK,
        path="next_activity__type",
        groupable=True,
        **linked(ActivityType, "next_activity__type"),
    ),
    column(Lead, "company", order="company__name_key", groups_by=("industry",)),
    column(
        Lead,
        "person",
        columns=("person__first_name", "person__last_name"),
        text=person_name,
        order="person__name_key",
    ),
    column(Lead, "contact_name"),
    column(Lead, "company_name"),
    column(Lead, "job_title"),
    column(Lead, "email", normal=email),
    column(Lead, "phone"),
    column(Lead, "mobile"),
    column(Lead, "website"),
    column(Lead, "street"),
    column(Lead, "postcode"),
    column(Lead, "city", groupable=True),
    column(Lead, "region", groupable=True),
    column(Lead, "country", type=Type.CHOICE, choices=world.countries, groupable=True),
    column(Lead, "language", type=Type.CHOICE, choices=world.languages, groupable=True),
    column(Lead, "source", groupable=True),
    column(Lead, "medium", groupable=True),
    column(Lead, "campaign", groupable=True),
    column(Lead, "referrer"),
    column(Lead, "notes", sortable=False),
    column(Lead, "archived"),
    column(Lead, "probability_mode"),
    column(Lead, "created_at", key="created"),
    column(Lead, "created_by", label=_("Created by"), whose=PEOPLE),
    column(Lead, "assigned_at", key="assigned"),
    column(Lead, "converted_at", key="converted"),
    column(Lead, "closed_at", key="closed"),
    column(Lead, "stage_since"),
    column(Lead, "answered_at", key="answered"),
    Field(
        key="answer_clock",
        label=_("Clock of the first answer"),
        type=Type.SPECIAL,
        columns=("created_at", "answered_at", "closed_at", "team__answer_hours"),
        text=first_answers.said,
        questions=first_answers.CLOCK,
        sortable=False,
    ),
    *(
        Field(
            key=key,
            label=label,
            type=Type.NUMBER,
            measure=partial(days, begin, end),
            filterable=False,
            sortable=False,
            measurable=True,
            averaged=True,
        )
        for key, label, days, begin, end in (
            ("days_to_assign", _("Days to assign"), WholeDays, "created_at", "assigned_at"),
            ("days_to_convert", _("Days to convert"), WholeDays, "created_at", "converted_at"),
            ("days_to_close", _("Days to close"), WholeDays, "created_at", "closed_at"),
            ("days_late", _("Days late"), DaysPast, "expected_closing", "closed_at"),
        )
    ),
    followers(Lead.noun),
    Field(key="past", label=_("History"), type=Type.SPECIAL, questions=PAST),
)

add(
    "activity",
    Field(key="team", label=_("Team of the record"), type=Type.SPECIAL, questions=TEAM, sortable=False),
)
