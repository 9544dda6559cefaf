"""How far a long act is, and what came of it."""

from contextlib import suppress
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from piste.history import long_acts
from piste.history.long_acts import doer_of
from piste.history.models import LongAct
from piste.kernel.refusals import Refused
from piste.ui import answers


@require_GET
@login_required
def long_act(request: HttpRequest, pk: int) -> HttpResponse:
    """A bar that asks again by itself; when the act is done, the page hears what came of it."""
    return _told(request, _own(request, pk))


@require_POST
@login_required
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """What is done stays; whatever ended meanwhile has ended."""
    act = _own(request, pk)
    with suppress(Refused):
        long_acts.stop(act)
    return _told(request, act) if request.htmx else redirect(act)


def _told(request: HttpRequest, act: LongAct) -> HttpResponse:
    context, doer = _context(act), doer_of(act)
    if not request.htmx:
        return answers.page(request, "history/long_act.html", context)
    if act.is_at_work:
        return answers.part(request, "history/_long_act.html", context)
    events: dict[str, Any] = {f"{noun}-changed": {"ids": keys} for noun, keys in doer.changed(act).items()}
    undo = act.change_set_id if act.is_undoable else None
    said = "" if act.message else context["said"]
    return answers.part(
        request, "history/_long_act.html", context, said=said, undo=undo, events=events | {"piste:acted": {}}
    )


@require_GET
@login_required
def left(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each: what went into others, what was left out, and why."""
    act = _own(request, pk)
    found = doer_of(act).left(act)
    if found is None:
        raise Http404
    template, context = found
    return answers.part(request, template, context)


def _own(request: HttpRequest, pk: int) -> LongAct:
    return get_object_or_404(LongAct.objects.visible_to(request.user).with_undo(), pk=pk)


def _context(act: LongAct) -> dict[str, Any]:
    doer = doer_of(act)
    return {
        "act": act,
        "title": doer.title(act),
        "said": "" if act.is_at_work else doer.said(act),
        "in_steps": doer.in_steps,
        "left_out": act.outcome.get("left", 0),
        "merged": len(act.outcome.get("merged", ())),
        "conflicts": act.outcome.get("conflicts", 0),
    }
