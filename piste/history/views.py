from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta

import orjson
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from piste.history import acts as my_acts
from piste.history import live as news
from piste.history import reach, undo_long
from piste.history.answers import begun
from piste.history.conflicts import SHOWN, explained
from piste.history.merging import survivor
from piste.history.models import ChangeSet
from piste.history.undo import Conflict, Conflicts, MergedSince, Place
from piste.history.undo import conflicts as in_the_way
from piste.history.undo import undo as take_back
from piste.kernel.clock import now
from piste.kernel.keys import is_key
from piste.kernel.refusals import Refused
from piste.ui import answers, assets

# Z without a toast takes back what was just done, not what was done last week.
JUST_NOW = timedelta(hours=1)
TOLD_AT_MOST = 100


@require_POST
@login_required
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """`part=1` undoes what nobody changed since; `former` names fields whose former value is wanted all the same."""
    change_set = get_object_or_404(ChangeSet.objects.answered_for_by(request.user), pk=pk)
    former = {place for sent in request.POST.getlist("former") if (place := _place(sent))}
    return _undone(request, change_set, without_conflicts=bool(request.POST.get("part")), former=former)


@require_POST
@login_required
def undo_last(request: HttpRequest) -> HttpResponse:
    mine = ChangeSet.objects.undoable_by(request.user).filter(by=request.user, undoes=None).exclude(via="import")
    change_set = mine.newest_first().first()
    if change_set is None or change_set.at < now() - JUST_NOW:
        raise Refused(_("You did nothing in the last hour that can be undone. “My last acts” lists what came before."))
    return _undone(request, change_set)


@login_required
def acts(request: HttpRequest) -> HttpResponse:
    return answers.page(request, "history/acts.html", {"acts": my_acts.last(request.user)})


@require_GET
@login_required
def live(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after", "")
    told = news.since(request.user, int(after)) if is_key(after) else news.beginning(request.user)
    told["release"] = assets.release()
    return HttpResponse(orjson.dumps(told), content_type="application/json", headers={"Cache-Control": "no-store"})


def _place(sent: str) -> Place | None:
    """Which field of which row a tick is about."""
    noun, key, name = [*sent.split(":"), "", ""][:3]
    return (noun, int(key), name) if is_key(key) and name else None


def _undone(
    request: HttpRequest, change_set: ChangeSet, *, without_conflicts: bool = False, former: Collection[Place] = ()
) -> HttpResponse:
    if undo_long.is_long(change_set):
        return begun(request, undo_long.begin(change_set, by=request.user, part=without_conflicts, former=former))
    told = list(change_set.events.all())
    rows = {reach.place(event) for event in told}
    if not rows <= reach.touched(request.user, told):
        raise Http404
    try:
        done = take_back(change_set, by=request.user, without_conflicts=without_conflicts, former=former)
    except Conflicts as found:
        return _conflicts(request, change_set, found.conflicts, status=409)
    except MergedSince as later:
        return _later_first(request, later)
    return answers.part(
        request, "history/_undone.html", said=_("Undone"), undo=done.pk, close_dialog=True, events=_events(rows)
    )


def _events(rows: set[reach.Place]) -> dict[str, dict]:
    """What the page is told: which rows are drawn anew."""
    ids: dict[str, list[int]] = defaultdict(list)
    for noun, key in sorted(rows):
        ids[noun].append(key)
    return {"piste:acted": {}} | {f"{noun}-changed": {"ids": keys[:TOLD_AT_MOST]} for noun, keys in ids.items()}


def _later_first(request: HttpRequest, refused: MergedSince) -> HttpResponse:
    later, into = refused.event.change_set, survivor(refused.row)
    mine = ChangeSet.objects.undoable_by(request.user).filter(pk=later.pk).exists()
    context = {"refused": refused, "later": later, "into": into, "may": mine}
    response = answers.part(request, "history/_later_first.html", context, status=409)
    return answers.in_dialog(response) if request.htmx else response


@require_GET
@login_required
def conflicts(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in the way of an undo that the worker stopped."""
    change_set = get_object_or_404(ChangeSet.objects.answered_for_by(request.user), pk=pk)
    told = list(change_set.events.all())
    if not {reach.place(event) for event in told} <= reach.touched(request.user, told):
        raise Http404
    return _conflicts(request, change_set, in_the_way(change_set), status=200)


def _conflicts(request: HttpRequest, change_set: ChangeSet, found: list[Conflict], *, status: int) -> HttpResponse:
    context = {
        "change_set": change_set,
        "obstacles": explained(found, change_set, request.user),
        "others": max(0, len(found) - SHOWN),
    }
    response = answers.part(request, "history/_conflicts.html", context, status=status)
    return answers.in_dialog(response) if request.htmx else response
