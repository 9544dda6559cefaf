"""All lead records, leads and opportunities: read, made, changed, and the verbs."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Status

from piste.accounts.models import User
from piste.contacts.models import Company, Person, Tag
from piste.history import reach
from piste.history.models import ChangeSet
from piste.history.undo import undo as take_back
from piste.kernel.rest import PageIn, Said, chosen, chosen_many, paged, version_seen
from piste.pipeline.models import Lead, LossReason, Stage
from piste.pipeline.querysets import LeadQuerySet
from piste.pipeline.tagging import tag_keys
from piste.pipeline.verbs import assigning, closing, creating, editing, moving, storing
from piste.teams.models import Team

leads = Router(tags=["leads"])

ORDERS = {
    "id": ["id"],
    "-id": ["-id"],
    "created": ["created_at", "id"],
    "-created": ["-created_at", "-id"],
    "-closed": ["-closed_at", "-id"],
    "-revenue": ["-expected_revenue", "-id"],
}
COLUMNS = (
    *("id", "version", "kind", "title", "outcome", "archived", "stage_id", "stage_since", "closed_at"),
    *("lost_reason_id", "probability", "automatic_probability", "probability_mode"),
    *("team_id", "owner_id", "assigned_at", "converted_at", "created_at", "created_by_id"),
    *("person_id", "company_id", "contact_name", "company_name", "job_title"),
    *("email", "extra_emails", "phone", "mobile", "website"),
    *("street", "street2", "postcode", "city", "region", "country", "language"),
    *("expected_revenue", "weighted_revenue", "expected_closing", "priority", "colour", "notes"),
    *("source", "medium", "campaign", "referrer", "next_activity_id", "next_due"),
)


class LeadsIn(PageIn):
    """Which records, and in which order."""

    q: str = Field("", description="words of title, reference, customer, e-mail or phone", max_length=500)
    kind: Literal["", "lead", "opportunity"] = ""
    outcome: Literal["", "open", "won", "lost"] = ""
    stage: int | None = None
    owner: int | None = None
    unassigned: bool = Field(False, description="only those without owner")
    team: int | None = None
    company: int | None = None
    person: int | None = None
    tag: int | None = None
    lost_reason: int | None = None
    archived: bool | None = Field(False, description="leave empty for both")
    order: Literal["id", "-id", "created", "-created", "-closed", "-revenue"] = "id"

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
            "archived": self.archived,
        }
        return rows.filter(**{name: value for name, value in given.items() if value is not None}).matching(self.q)


class LeadIn(Said):
    """What is left out stays as it is."""

    title: str = Field("", max_length=200)
    company: int | None = None
    person: int | None = None
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
    expected_revenue: Decimal | None = None
    expected_closing: date | None = None
    probability: Decimal | None = Field(None, description="null: automatic")
    priority: int = Field(0, ge=0, le=3)
    colour: int = Field(0, ge=0, le=11)
    tags: list[int] = []
    notes: str = Field("", description="rich text")
    source: str = ""
    medium: str = ""
    campaign: str = ""
    referrer: str = ""
    owner: int | None = None
    team: int | None = None

    def values(self, user: User) -> dict[str, Any]:
        """What was sent, its numbers turned into rows that the user may name."""
        values = self.dict(exclude_unset=True, include=set(LeadIn.model_fields) | {"stage", "kind"})
        for name, rows in _linked(user).items():
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
    stage: int | None = None

    def values(self, user: User) -> dict[str, Any]:
        """What a key of one team creates belongs to that team."""
        own = {"team": Team.objects.visible_to(user).get()} if user.only_team else {}
        return own | super().values(user)


class EditIn(LeadIn):
    version: int | None = Field(None, description="the version that you read; or send it as If-Match")


class WonIn(Said):
    stage: int | None = Field(None, description="a won stage; else the one of its team")
    expected_revenue: Decimal | None = None
    expected_closing: date | None = None


class LostIn(Said):
    reason: int | None = None
    note: str = Field("", max_length=5000)
    again_on: date | None = Field(None, description="plans a follow-up that stays open")


class MoveIn(Said):
    stage: int
    above: int | None = Field(None, description="the record that shall stand above it, by hand")
    below: int | None = None


class AssignIn(Said):
    owner: int | None
    team: int | None = None


class UndoIn(Said):
    change_set: int | None = Field(None, description="else the newest of yours that can be undone")


@leads.get("", operation_id="leads_list", summary="Lead records, by id or otherwise")
def list_leads(request: HttpRequest, wanted: Query[LeadsIn]) -> dict[str, Any]:
    rows = wanted.narrowed(Lead.objects.visible_to(request.user)).values(*COLUMNS)
    answer = paged(rows, lambda row: row, wanted, order=ORDERS[wanted.order])
    return answer | {"items": _with_tags(answer["items"])}


@leads.post("", operation_id="leads_create", summary="Create a lead or an opportunity", response={201: dict})
def create(request: HttpRequest, said: NewLeadIn) -> Status:
    if not request.user.sells or not request.user.may_write:
        raise PermissionDenied(_("You only read here."))
    return Status(201, _out(creating.create(by=request.user, **said.values(request.user))))


@leads.get("/{int:pk}", operation_id="leads_read", summary="One lead record")
def read(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(get_object_or_404(Lead.objects.visible_to(request.user), pk=pk))


@leads.patch("/{int:pk}", operation_id="leads_edit", summary="Change fields of a lead record")
def edit(request: HttpRequest, pk: int, said: EditIn) -> dict[str, Any]:
    seen = version_seen(request, said.version)
    return _out(editing.edit(_editable(request, pk), by=request.user, seen=seen, **said.values(request.user)))


@leads.delete("/{int:pk}", operation_id="leads_delete", summary="Put a lead record into the trash")
def delete(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(storing.trash(get_object_or_404(Lead.objects.deletable_by(request.user), pk=pk), by=request.user))


@leads.post("/{int:pk}/won", operation_id="leads_won", summary="Mark as won")
def won(request: HttpRequest, pk: int, said: WonIn | None = None) -> dict[str, Any]:
    filled = said.dict(exclude_none=True) if said else {}
    if "stage" in filled:
        wins = Stage.objects.visible_to(request.user).filter(is_won=True)
        filled["stage"] = chosen(wins, filled["stage"], field="stage")
    return _out(closing.mark_won(_editable(request, pk), by=request.user, **filled))


@leads.post("/{int:pk}/lost", operation_id="leads_lost", summary="Mark as lost")
def lost(request: HttpRequest, pk: int, said: LostIn | None = None) -> dict[str, Any]:
    given = said.dict() if said else {}
    if given:
        reasons = LossReason.objects.visible_to(request.user)
        given["reason"] = chosen(reasons, given["reason"], field="reason")
    return _out(closing.mark_lost(_editable(request, pk), by=request.user, **given))


@leads.post("/{int:pk}/restore", operation_id="leads_restore", summary="Open a lost record again")
def restore(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(closing.restore(_editable(request, pk), by=request.user))


@leads.post("/{int:pk}/move", operation_id="leads_move", summary="Move to a stage, and between two others")
def move(request: HttpRequest, pk: int, said: MoveIn) -> dict[str, Any]:
    seen = Lead.objects.visible_to(request.user)
    places = {name: chosen(seen, getattr(said, name), field=name) for name in ("above", "below")}
    stage = chosen(Stage.objects.visible_to(request.user), said.stage, field="stage")
    return _out(moving.move(_editable(request, pk), by=request.user, stage=stage, **places))


@leads.post("/{int:pk}/archive", operation_id="leads_archive", summary="Archive")
def archive(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(storing.archive(_editable(request, pk), by=request.user))


@leads.post("/{int:pk}/unarchive", operation_id="leads_unarchive", summary="Take out of the archive")
def unarchive(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(storing.unarchive(_editable(request, pk), by=request.user))


@leads.post("/{int:pk}/assign", operation_id="leads_assign", summary="Give to a salesperson, or to nobody")
def assign(request: HttpRequest, pk: int, said: AssignIn) -> dict[str, Any]:
    rows = _linked(request.user)
    given = {name: chosen(rows[name], getattr(said, name), field=name) for name in ("owner", "team")}
    return _out(assigning.assign(_editable(request, pk), by=request.user, **given))


@leads.post("/{int:pk}/undo", operation_id="leads_undo", summary="Undo the newest act on this record, or that one")
def undo(request: HttpRequest, pk: int, said: UndoIn | None = None) -> dict[str, Any]:
    named = said.change_set if said else None
    sets = ChangeSet.objects.answered_for_by(request.user).filter(events__noun=Lead.noun, events__row_id=pk)
    sets = sets.filter(pk=named) if named else sets.undoable_by(request.user).filter(undoes=None)
    change_set = sets.newest_first().distinct().first()
    told = list(change_set.events.all()) if change_set else []
    # As on the page: whoever gave a record away may take it back, though he does not see it any more.
    if not told or not {reach.place(event) for event in told} <= reach.touched(request.user, told):
        raise Http404
    take_back(change_set, by=request.user)
    left = Lead.objects.visible_to(request.user).filter(pk=pk).first()
    return _out(left) if left else {"id": pk}


def _linked(user: User) -> dict[str, Any]:
    return {
        "company": Company.objects.visible_to(user),
        "person": Person.objects.visible_to(user),
        "owner": User.objects.visible_to(user),
        "team": Team.objects.visible_to(user),
        "stage": Stage.objects.visible_to(user),
    }


def _editable(request: HttpRequest, pk: int) -> Lead:
    """404 for what is not seen, 403 for what is only read (12.B1, 12.B2)."""
    lead = Lead.objects.editable_by(request.user).filter(pk=pk).first()
    if lead is None:
        seen = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)
        raise PermissionDenied(seen.read_only_message)
    return lead


def _out(lead: Lead) -> dict[str, Any]:
    return _with_tags([{name: getattr(lead, name) for name in COLUMNS}])[0]


def _with_tags(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as they are sent: links by their plain names, the reference, and the tags in one more query."""
    worn = tag_keys(row["id"] for row in rows)
    return [
        {name.removesuffix("_id"): value for name, value in row.items()}
        | {"reference": f"L-{row['id']}", "tags": worn[row["id"]]}
        for row in rows
    ]
