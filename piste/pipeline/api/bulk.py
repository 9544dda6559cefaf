"""Verbs on many lead records at once (13.24): what this user may change is done, the rest is listed with the reason."""

from typing import Any

from ninja import Field, Router

from piste.accounts.models import User
from piste.contacts.api.bulk import TagManyIn
from piste.finding.api import ManyIn, offer, only
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


offer(bulk, Lead.noun, "won", "won")
offer(bulk, Lead.noun, "lost", "lost", LostManyIn)
offer(bulk, Lead.noun, "restore", "open again")
offer(bulk, Lead.noun, "move", "to a stage", MoveManyIn, act="stage")
offer(bulk, Lead.noun, "assign", "to a salesperson", AssignManyIn)
offer(bulk, Lead.noun, "tag", "put tags on and take tags off", TagManyIn)
offer(bulk, Lead.noun, "priority", "set the priority", PriorityManyIn)
offer(bulk, Lead.noun, "edit", "change fields", EditLeadsIn)
offer(bulk, Lead.noun, "archive", "into the archive")
offer(bulk, Lead.noun, "unarchive", "out of the archive")
offer(bulk, Lead.noun, "trash", "into the trash")
offer(bulk, Lead.noun, "untrash", "out of the trash")
