"""What was done, act by act, and taking it back (00.19-00.21)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from piste.api import scopes
from piste.api.auth import LacksScope
from piste.history import acts as done
from piste.history import reach, undo_long
from piste.history.api import JobOut, begun
from piste.history.models import ChangeSet
from piste.history.undo import Place, undo
from piste.kernel.paging import sliced
from piste.kernel.rest import GoneOut, Key, PartIn, Said, link, only_tried, page_of
from piste.messages.api.shapes import RecordOut
from piste.pipeline.api import leads
from piste.pipeline.api.shapes import LeadOut, lead_out
from piste.pipeline.models import Lead

acts = Router(tags=["acts"])


class ActsIn(PartIn):
    by: Key | None = Field(None, description="whose; managers look at everybody's. Left out: the key's user")


class FieldIn(Said):
    """A field of a row."""

    noun: str = Field(max_length=16)
    id: Key
    field: str = Field(max_length=60)


class TakeBackIn(Said):
    part: bool = Field(False, description="only what nobody changed since")
    former: list[FieldIn] = Field([], max_length=500, description="conflicts whose former value is wanted all the same")


class UndoIn(Said):
    change_set: Key | None = Field(None, description="else the newest of yours that can be undone")


class ActOut(Schema):
    id: int = Field(description="the change set: what is undone together")
    verb: str = Field(description="such as lead.won")
    at: datetime
    via: str = Field(description="page, api, command, import or job")
    by: int | None = link("user")
    record: RecordOut = Field(description="the first record that it was done to")
    others: int = Field(description="how many other records")
    text: str = Field(description="as people read it, in the language that was asked for")
    undoable: bool
    undone: bool
    undoes: int | None = Field(description="the act that it took back")


@acts.get("", operation_id="acts_list", summary="What was done, newest first", response=page_of(ActOut))
def list_acts(request: HttpRequest, wanted: Query[ActsIn]) -> dict[str, Any]:
    """Acts on what the key does not read are left out."""
    rows = ChangeSet.objects.filter(by=request.user)
    if wanted.by not in (None, request.user.pk):
        rows = ChangeSet.objects.answered_for_by(request.user).filter(by=wanted.by)
    found = sliced(rows, order=["-id"], cursor=wanted.cursor, limit=wanted.limit)
    told = [_out(act) for act in done.described(found.rows, request.user) if _reads(request, act)]
    return {"items": told, "next": found.following or None}


@acts.get("/{int:pk}", operation_id="acts_read", summary="One act", response=ActOut)
def read_act(request: HttpRequest, pk: int) -> dict[str, Any]:
    rows = ChangeSet.objects.filter(by=request.user) | ChangeSet.objects.answered_for_by(request.user)
    told = done.described([get_object_or_404(rows, pk=pk)], request.user)
    if not told or not _reads(request, told[0]):
        raise Http404
    return _out(told[0])


@acts.post("/{int:pk}/undo", operation_id="acts_undo", summary="Take it back", response={200: ActOut, 202: JobOut})
def undo_act(request: HttpRequest, pk: int, said: TakeBackIn | None = None) -> Any:
    """Answers with the act that took it back, or the job that does so if it touched more than a hundred records. 409
    with `conflicts` when somebody changed the same fields since."""
    said = said or TakeBackIn.model_validate({})
    change_set = get_object_or_404(ChangeSet.objects.answered_for_by(request.user), pk=pk)
    former = {(one.noun, one.id, one.field) for one in said.former}
    back = _taken_back(request, change_set, part=said.part, former=former)
    return _out(done.described([back], request.user)[0]) if isinstance(back, ChangeSet) else back


@leads.post(
    "/{int:pk}/undo",
    operation_id="leads_undo",
    summary="Undo the newest act on this record, or that one",
    response={200: LeadOut | GoneOut, 202: JobOut},
)
def undo_on_lead(request: HttpRequest, pk: int, said: UndoIn | None = None) -> Any:
    """Whoever gave a record away may take it back, though he does not see it any more."""
    named = said.change_set if said else None
    sets = ChangeSet.objects.answered_for_by(request.user).filter(events__noun=Lead.noun, events__row_id=pk)
    sets = sets.filter(pk=named) if named else sets.undoable_by(request.user).filter(undoes=None)
    change_set = sets.newest_first().distinct().first()
    if change_set is None:
        raise Http404
    back = _taken_back(request, change_set)
    if not isinstance(back, ChangeSet):
        return back
    left = Lead.objects.visible_to(request.user).filter(pk=pk).first()
    return lead_out(left) if left else {"id": pk}


def _taken_back(
    request: HttpRequest, change_set: ChangeSet, *, part: bool = False, former: Collection[Place] = ()
) -> ChangeSet | Status:
    """The change set that took it back, or the job that does. 404 for what he cannot have done, 403 for what the key
    may not write."""
    told = list(change_set.events.all())
    if not told or not {reach.place(event) for event in told} <= reach.touched(request.user, told):
        raise Http404
    for need in sorted({scopes.writing(event.noun) for event in told}):
        if not scopes.allows(request.api_key.scopes, need):
            raise LacksScope(need)
    if undo_long.is_long(change_set) and not only_tried(request):
        return begun(undo_long.begin(change_set, by=request.user, part=part, former=former))
    return undo(change_set, by=request.user, without_conflicts=part, former=former)


def _reads(request: HttpRequest, act: done.Act) -> bool:
    return scopes.allows(request.api_key.scopes, scopes.reading(act.noun))


def _out(act: done.Act) -> dict[str, Any]:
    change_set, (noun, key) = act.change_set, act.place
    return {
        "id": change_set.pk,
        "verb": change_set.verb,
        "at": change_set.at,
        "via": change_set.via,
        "by": change_set.by_id,
        "record": {"noun": noun, "id": key},
        "others": act.others,
        "text": act.sentence,
        "undoable": act.undoable,
        "undone": act.undone,
        "undoes": change_set.undoes_id,
    }
