"""Verbs on many lead records at once (13.24): what this user may change is done, the rest is listed with the reason."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from piste.accounts.models import User
from piste.contacts.models import Tag
from piste.finding.bulk import AT_MOST, Outcome, Selection, bounded
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.compiling import fitting
from piste.kernel.criteria.parsing import parse
from piste.kernel.rest import Key, Said, chosen, chosen_many
from piste.pipeline.api.shapes import linked
from piste.pipeline.bulk import ACTS
from piste.pipeline.models import Lead, LossReason

bulk = Router(tags=["leads"])


class ManyIn(Said):
    ids: list[Key] = Field([], max_length=AT_MOST, description="the numbers of the records")
    filter: dict[str, Any] = Field({}, description="or all that fit these conditions, 10,000 at most")

    def keys(self, user: User) -> list[int]:
        """Nothing named is nothing, never everything."""
        if not self.filter:
            return list(dict.fromkeys(self.ids))
        rows = fitting(Lead.objects.visible_to(user), parse(Lead.noun, self.filter), Asker.of(user))
        rows = rows.filter(pk__in=self.ids) if self.ids else rows
        return list(rows.order_by().values_list("pk", flat=True)[: AT_MOST + 1])

    def values(self, user: User) -> dict[str, Any]:
        return {}


class LostManyIn(ManyIn):
    reason: Key | None = None
    note: str = Field("", max_length=5000)

    def values(self, user: User) -> dict[str, Any]:
        reasons = LossReason.objects.visible_to(user)
        return {"reason": chosen(reasons, self.reason, field="reason"), "note": self.note}


class MoveManyIn(ManyIn):
    stage: Key

    def values(self, user: User) -> dict[str, Any]:
        return {"stage": chosen(linked(user)["stage"], self.stage, field="stage")}


class AssignManyIn(ManyIn):
    owner: Key | None = Field(description="null: to nobody")
    team: Key | None = None

    def values(self, user: User) -> dict[str, Any]:
        rows = linked(user)
        return {name: chosen(rows[name], getattr(self, name), field=name) for name in ("owner", "team")}


class TagManyIn(ManyIn):
    add: list[Key] = []
    remove: list[Key] = []

    def values(self, user: User) -> dict[str, Any]:
        rows = Tag.objects.visible_to(user)
        return {name: chosen_many(rows, getattr(self, name), field=name) for name in ("add", "remove")}


class PriorityManyIn(ManyIn):
    priority: int = Field(ge=0, le=3)

    def values(self, user: User) -> dict[str, Any]:
        return {"priority": self.priority}


class NotDoneOut(Schema):
    id: int
    reason: str = Field(description="in the language that was asked for")


class OutcomeOut(Schema):
    done: list[int]
    skipped: list[NotDoneOut]
    hidden: int = Field(description="how many of the numbers are not there, or not shared with the key's user")
    change_set: int | None = Field(description="what is undone together")


@bulk.post("/won", operation_id="leads_bulk_won", summary="Many: won", response=OutcomeOut)
def won(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return _done(request, "won", said)


@bulk.post("/lost", operation_id="leads_bulk_lost", summary="Many: lost", response=OutcomeOut)
def lost(request: HttpRequest, said: LostManyIn) -> dict[str, Any]:
    return _done(request, "lost", said)


@bulk.post("/restore", operation_id="leads_bulk_restore", summary="Many: open again", response=OutcomeOut)
def restore(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return _done(request, "restore", said)


@bulk.post("/move", operation_id="leads_bulk_move", summary="Many: to a stage", response=OutcomeOut)
def move(request: HttpRequest, said: MoveManyIn) -> dict[str, Any]:
    return _done(request, "stage", said)


@bulk.post("/assign", operation_id="leads_bulk_assign", summary="Many: to a salesperson", response=OutcomeOut)
def assign(request: HttpRequest, said: AssignManyIn) -> dict[str, Any]:
    return _done(request, "assign", said)


@bulk.post("/tag", operation_id="leads_bulk_tag", summary="Many: put tags on and take tags off", response=OutcomeOut)
def tag(request: HttpRequest, said: TagManyIn) -> dict[str, Any]:
    return _done(request, "tag", said)


@bulk.post("/priority", operation_id="leads_bulk_priority", summary="Many: set the priority", response=OutcomeOut)
def priority(request: HttpRequest, said: PriorityManyIn) -> dict[str, Any]:
    return _done(request, "priority", said)


@bulk.post("/archive", operation_id="leads_bulk_archive", summary="Many: into the archive", response=OutcomeOut)
def archive(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return _done(request, "archive", said)


@bulk.post("/unarchive", operation_id="leads_bulk_unarchive", summary="Many: out of the archive", response=OutcomeOut)
def unarchive(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return _done(request, "unarchive", said)


def _done(request: HttpRequest, verb: str, said: ManyIn) -> dict[str, Any]:
    chosen = Selection(request.user, Lead.noun, bounded(said.keys(request.user)))
    return _out(chosen.do(ACTS[verb], **said.values(request.user)))


def _out(outcome: Outcome) -> dict[str, Any]:
    return {
        "done": outcome.done,
        "skipped": [{"id": lead.pk, "reason": reason} for lead, reason in outcome.skipped],
        "hidden": outcome.hidden,
        "change_set": outcome.change_set,
    }
