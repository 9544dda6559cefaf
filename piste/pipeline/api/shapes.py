"""Lead records as they are asked for, sent and answered."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from ninja import Field, Schema

from piste.accounts.models import User
from piste.contacts.models import Company, Person, Tag
from piste.kernel.rest import (
    Amount,
    Changes,
    Day,
    FilteredIn,
    Key,
    Percent,
    Said,
    chosen,
    chosen_many,
    columns,
    link,
    shape,
)
from piste.pipeline.models import Lead, RecurringPlan, Stage
from piste.pipeline.querysets import LeadQuerySet
from piste.pipeline.tagging import tag_keys
from piste.teams.models import Team


class LeadsIn(FilteredIn):
    """Which records, and in which order."""

    q: str = Field("", description="words of title, reference, customer, e-mail or phone", max_length=500)
    kind: Literal["", "lead", "opportunity"] = ""
    outcome: Literal["", "open", "won", "lost"] = ""
    stage: Key | None = None
    owner: Key | None = None
    unassigned: bool = Field(False, description="only those without owner")
    team: Key | None = None
    company: Key | None = None
    person: Key | None = None
    tag: Key | None = None
    lost_reason: Key | None = None
    archived: bool | None = Field(False, description="leave empty for both")

    def narrowed(self, rows: LeadQuerySet) -> LeadQuerySet:
        given = {
            "kind": self.kind or None,
            "outcome": self.outcome or None,
            "stage": self.stage,
            "owner": self.owner,
            "owner__isnull": self.unassigned or None,
            "team": self.team,
            "company": self.company,
            "person": self.person,
            "tags": self.tag,
            "lost_reason": self.lost_reason,
            "archived": self.unless_viewed("archived"),
        }
        return rows.filter(**{name: value for name, value in given.items() if value is not None}).matching(self.q)


class LeadIn(Changes):
    """What is left out stays as it is."""

    title: str = Field("", max_length=200)
    company: Key | None = None
    person: Key | None = None
    contact_name: str = ""
    company_name: str = ""
    job_title: str = ""
    email: str = Field("", description="several addresses may stand here; the first is the main one")
    extra_emails: list[str] = []
    phone: str = ""
    mobile: str = ""
    website: str = ""
    street: str = ""
    street2: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = Field("", description="two letters")
    language: str = Field("", description="two letters")
    expected_revenue: Amount | None = None
    recurring_revenue: Amount | None = Field(None, description="with its plan")
    recurring_plan: Key | None = None
    expected_closing: Day | None = None
    probability: Percent | None = Field(None, description="null: automatic")
    priority: int = Field(0, ge=0, le=3)
    colour: int = Field(0, ge=0, le=11)
    tags: list[Key] = []
    notes: str = Field("", description="rich text")
    source: str = ""
    medium: str = ""
    campaign: str = ""
    referrer: str = ""
    owner: Key | None = None
    team: Key | None = None

    def values(self, user: User) -> dict[str, Any]:
        """What was sent, its numbers turned into rows that the user may name."""
        values = self.dict(exclude_unset=True, include=set(LeadIn.model_fields) | {"stage", "kind"})
        for name, rows in linked(user).items():
            if name in values:
                values[name] = chosen(rows, values[name], field=name)
        if values.get("kind", "") is None:
            del values["kind"]
        if "tags" in values:
            values["tags"] = chosen_many(Tag.objects.visible_to(user), values["tags"], field="tags")
        return values


class NewLeadIn(LeadIn):
    """A title or a customer is enough."""

    kind: Literal["lead", "opportunity"] | None = Field(None, description="else as the team works")
    stage: Key | None = None

    def values(self, user: User) -> dict[str, Any]:
        """A key of one team creates for that team; who does not see all creates for himself, unless he says."""
        own: dict[str, Any] = {} if user.sees_all else {"owner": user}
        if user.only_team:
            own["team"] = Team.objects.visible_to(user).get()
        return own | super().values(user)


class LeadEditIn(LeadIn):
    contact_too: bool = Field(False, description="tell a new e-mail or phone to the linked person as well")
    version: Key | None = Field(None, description="the version that you read; or send it as If-Match")


class WonIn(Said):
    stage: Key | None = Field(None, description="a won stage; else the one of its team")
    expected_revenue: Amount | None = None
    expected_closing: Day | None = None


class LostIn(Said):
    reason: Key | None = None
    note: str = Field("", max_length=5000)
    again_on: Day | None = Field(None, description="plans a follow-up that stays open")


class MoveIn(Said):
    stage: Key
    above: Key | None = Field(None, description="the record that shall stand above it, by hand")
    below: Key | None = None


class AssignIn(Said):
    owner: Key | None
    team: Key | None = None


class LeadOut(Schema):
    id: int
    version: int
    reference: str
    kind: Literal["lead", "opportunity"]
    title: str
    outcome: Literal["open", "won", "lost"]
    archived: bool
    stage: int = link("stage")
    stage_since: datetime
    closed_at: datetime | None
    lost_reason: int | None = link("loss_reason")
    probability: Decimal
    automatic_probability: Decimal
    probability_mode: Literal["automatic", "manual"]
    team: int | None = link("team")
    owner: int | None = link("user")
    assigned_at: datetime | None
    converted_at: datetime | None
    created_at: datetime
    created_by: int | None = link("user")
    person: int | None = link("person")
    company: int | None = link("company")
    contact_name: str
    company_name: str
    job_title: str
    email: str
    extra_emails: list[str]
    phone: str
    mobile: str
    website: str
    street: str
    street2: str
    postcode: str
    city: str
    region: str
    country: str
    language: str
    expected_revenue: Decimal | None
    weighted_revenue: Decimal
    recurring_revenue: Decimal | None
    recurring_plan: int | None = link("recurring_plan")
    monthly_recurring: Decimal | None = Field(description="recurring revenue over the months of its plan")
    expected_closing: date | None
    priority: int
    colour: int
    tags: list[int] = link("tag")
    notes: str = Field(description="rich text")
    source: str
    medium: str
    campaign: str
    referrer: str
    answered_at: datetime | None = Field(description="when the customer was first called, written to or met")
    next_activity: int | None = link("activity")
    next_due: datetime | None


# What a row has in the table; the reference and the tags are added.
COLUMNS = {name: column for name, column in columns(LeadOut).items() if name not in ("reference", "tags_id", "tags")}


class DuplicateOut(Schema):
    id: int = link("lead")
    reference: str
    title: str
    outcome: Literal["open", "won", "lost"]
    strength: Literal["same", "likely", "similar"]
    reasons: list[str] = Field(description="email, person, company, phone, colleague, domain, name, title")


class HiddenOut(Schema):
    """Records that you do not see: whom to ask, and how many."""

    owner: str
    count: int


class FoundOut(Schema):
    possible_duplicates: list[DuplicateOut]
    hidden_duplicates: list[HiddenOut]


class CreatedOut(LeadOut, FoundOut):
    pass


def linked(user: User) -> dict[str, Any]:
    return {
        "company": Company.objects.visible_to(user),
        "person": Person.objects.visible_to(user),
        "owner": User.objects.visible_to(user),
        "team": Team.objects.visible_to(user),
        "stage": Stage.objects.visible_to(user),
        "recurring_plan": RecurringPlan.objects.visible_to(user),
    }


def lead_out(lead: Lead) -> dict[str, Any]:
    return leads_out([lead])[0]


@shape(Lead, LeadOut)
def leads_out(leads: list[Lead], user: User | None = None) -> list[dict[str, Any]]:
    return with_tags([{column: getattr(lead, column) for column in COLUMNS.values()} for lead in leads])


def with_tags(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as they are sent: links by their plain names, the reference, and the tags in one more query."""
    worn = tag_keys(row["id"] for row in rows)
    return [
        {name: row[column] for name, column in COLUMNS.items()}
        | {"reference": f"L-{row['id']}", "tags": worn[row["id"]]}
        for row in rows
    ]
