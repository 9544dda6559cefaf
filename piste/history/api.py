"""Acts that are too long for a request, for programs: how far they are, what came of them, and how to stop them."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, Router, Schema, Status

from piste.history import jobs, long_acts
from piste.history.models import LongAct

router = Router(tags=["jobs"])


class NotDoneOut(Schema):
    id: int
    reason: str = Field(description="in the language that was asked for")


class WentIntoOut(Schema):
    id: int
    into: int


class JobResultOut(Schema):
    done: list[int] = Field(description="the records; of `plan` those that it was planned on")
    merged: list[WentIntoOut]
    skipped: list[NotDoneOut]
    hidden: int = Field(description="how many of the numbers are not there, or not shared with the key's user")
    conflicts: int = Field(description="of an undo, which did nothing then: ask the same with `dry_run` for which")


class JobOut(Schema):
    """An act on more than a hundred records, which is done in the background."""

    id: int
    address: str = Field(description="where to ask how far it is")
    text: str = Field(description="what it is, as people read it")
    state: Literal["at_work", "done", "stopped"]
    total: int
    position: int = Field(description="how many were gone through")
    begun_at: datetime
    problem: str = Field(description="why it was stopped")
    result: JobResultOut | None = Field(description="when it has ended, be it half way")
    change_set: int | None = Field(description="what is undone together")
    undoable: bool


@router.get("/{int:pk}", operation_id="jobs_read", url_name="job", summary="How far it is", response=JobOut)
def read(request: HttpRequest, pk: int) -> dict[str, Any]:
    """A key sees what it began, for 30 days."""
    return job_out(_own(request, pk))


@router.post("/{int:pk}/stop", operation_id="jobs_stop", summary="Stop it; what is done stays", response=JobOut)
def stop(request: HttpRequest, pk: int) -> dict[str, Any]:
    return job_out(long_acts.stop(_own(request, pk)))


def begun(act: LongAct) -> Status:
    """Queues it; the answer leads to where one sees how far it is."""
    jobs.carry_out.enqueue(act.pk)
    return Status(202, job_out(act))


def job_out(act: LongAct) -> dict[str, Any]:
    return {
        "id": act.pk,
        "address": reverse("api:job", args=[act.pk]),
        "text": long_acts.doer_of(act).title(act),
        "state": act.state,
        "total": act.total,
        "position": act.position,
        "begun_at": act.begun_at,
        "problem": act.message,
        "result": None if act.is_at_work else _result_out(act.outcome),
        "change_set": act.change_set_id,
        "undoable": act.is_undoable,
    }


def _own(request: HttpRequest, pk: int) -> LongAct:
    return get_object_or_404(LongAct.objects.visible_to(request.user).with_undo(), pk=pk)


def _result_out(outcome: dict[str, Any]) -> dict[str, Any]:
    return {
        "done": outcome.get("done", []),
        "merged": [{"id": key, "into": into} for key, into in outcome.get("merged", [])],
        "skipped": [{"id": key, "reason": reason} for key, reason in outcome.get("skipped", [])],
        "hidden": outcome.get("hidden", 0),
        "conflicts": outcome.get("conflicts", 0),
    }
