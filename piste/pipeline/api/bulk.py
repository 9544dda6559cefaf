"""Verbs on many lead records at once (13.24): what this user may change is done, the rest is listed with the reason."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router

from piste.accounts.models import User
from piste.contacts.api.bulk import TagManyIn
from piste.finding.api import ManyIn, OutcomeOut, done, only
from piste.kernel.rest import Key, chosen
from piste.pipeline.api.shapes import LeadIn, linked
from piste.pipeline.forms.bulk import EditManyForm
from piste.pipeline.models import Lead, LossReason

bulk = Router(tags=["leads"])


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


class PriorityManyIn(ManyIn):
    priority: int = Field(ge=0, le=3)

    def values(self, user: User) -> dict[str, Any]:
        return {"priority": self.priority}


class EditLeadsIn(ManyIn):
    to: LeadIn = Field(description=f"the same for all; of {', '.join(EditManyForm.EDITED)}")

    def values(self, user: User) -> dict[str, Any]:
        return only(self.to.values(user), EditManyForm.EDITED)


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


@bulk.post("/edit", operation_id="leads_bulk_edit", summary="Many: change fields", response=OutcomeOut)
def edit(request: HttpRequest, said: EditLeadsIn) -> dict[str, Any]:
    return _done(request, "edit", said)


@bulk.post("/trash", operation_id="leads_bulk_trash", summary="Many: into the trash", response=OutcomeOut)
def trash(request: HttpRequest, said: ManyIn) -> dict[str, Any]:
    return _done(request, "trash", said)


def _done(request: HttpRequest, name: str, said: ManyIn) -> dict[str, Any]:
    return done(Lead.noun, name, said, by=request.user)
