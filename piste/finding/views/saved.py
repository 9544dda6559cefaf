"""Saved views: opened, saved, saved as another one, renamed and shared, taken over, deleted; what menus open."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import managers_only
from piste.finding import places, saved
from piste.finding.forms import SavedViewForm
from piste.finding.models import SavedView
from piste.finding.verbs import saving
from piste.finding.verbs.saving import change_view, delete_view, save_view
from piste.finding.views.doors import noun_or_404, view_asked
from piste.ui import answers
from piste.ui.forms import bind, refusals_beside


@login_required
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows as they were saved; what the view names and is not there any more is left out and said."""
    return _opened(request, get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk))


@login_required
def start(request: HttpRequest, noun: str) -> HttpResponse:
    """Where a menu leads: to the view that this user opens first, else to the room's own page. A menu that names a
    layout is for the views in it."""
    part, layout = request.GET.get("kind", ""), request.GET.get("layout", "")
    place = places.place(noun, part)
    if place is None:
        raise Http404
    found = SavedView.objects.default_of(request.user, noun, part)
    if found is None or (layout and place.layout(found.route) != layout):
        return redirect(place.home(request.user, layout))
    return _opened(request, found)


def _opened(request: HttpRequest, view: SavedView) -> HttpResponse:
    found = saved.living_to_owner(view)
    if found.unusable:
        return _switched_off(request, view, found)
    if found.left_out:
        gone = ", ".join(found.left_out)
        messages.warning(request, _("Not there any more, and left out: %(fields)s") % {"fields": gone})
    return redirect(found.address(view))


def _switched_off(request: HttpRequest, view: SavedView, found: saved.Living) -> HttpResponse:
    """Says which conditions cannot be asked, and offers to mend them; nothing wider is shown unasked (00.B1)."""
    saving.tell_switched_off(view, unusable=found.unusable)
    without = found.address(view)
    tabs = saved.Tabs(request.user, view.of, without)
    asked = urlencode({"f": found.query.get("f", ""), "then": without})
    context = {
        "view": view,
        "saved": tabs,
        "reasons": saved.reasons(view, found),
        "without": without,
        "mend": f"{reverse('finding:build', args=[view.of])}?{asked}",
    }
    return answers.page(request, "finding/switched_off.html", context)


@login_required
def new(request: HttpRequest, noun: str) -> HttpResponse:
    """Saves what is looked at under a name."""
    asked, then = noun_or_404(noun), view_asked(request)
    form = bind(SavedViewForm, request, user=request.user, auto_id="view_%s")
    if form.is_valid():
        with refusals_beside(form):
            made = save_view(by=request.user, of=asked.name, **_looked_at(asked.name, then), **form.cleaned_data)
            return _told(request, made, _("View %(view)s is saved"))
    return answers.part(request, "finding/_save_view.html", {"form": form, "view": None, "noun": noun, "then": then})


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = bind(SavedViewForm, request, user=request.user, instance=_mine(request, pk), auto_id="view_%s")
    if form.is_valid():
        with refusals_beside(form):
            return _told(request, change_view(found, by=request.user, **form.cleaned_data), _("View %(view)s is saved"))
    return answers.part(request, "finding/_save_view.html", {"form": form, "view": found})


@require_POST
@login_required
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """The view is from now on what is looked at."""
    found = _mine(request, pk)
    change_view(found, by=request.user, **_looked_at(found.of, view_asked(request)))
    return _told(request, found, _("View %(view)s is saved"))


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = delete_view(_mine(request, pk), by=request.user)
    undo = found.last_act
    return answers.moved_on(request, found.route, said=_("View %(view)s is deleted") % {"view": found}, undo=undo)


@require_POST
@login_required
def opens(request: HttpRequest, pk: int) -> HttpResponse:
    """The menu opens it for whoever asks, or not any more."""
    found, on = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk), _is_on(request)
    saving.open_for_me(found, by=request.user, on=on)
    return _told(request, found, _("The menu opens %(view)s now") if on else _("The menu opens what it did before"))


@require_POST
@managers_only
def opens_for_all(request: HttpRequest, pk: int) -> HttpResponse:
    found, on = _mine(request, pk), _is_on(request)
    saving.open_for_all(found, by=request.user, on=on)
    said = _("The menu opens %(view)s for everybody now") if on else _("The menu opens what it did before")
    return _told(request, found, said)


@require_POST
@managers_only
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    found = saving.take_over(_mine(request, pk), by=request.user)
    return _told(request, found, _("View %(view)s is yours now"))


def _is_on(request: HttpRequest) -> bool:
    return request.POST.get("on") == "1"


def _looked_at(noun: str, address: str) -> dict[str, Any]:
    """What is kept of an address."""
    query = saved.query_of(address)
    return {"part": saved.part_of(query), "route": saved.route_of(address, noun), "query": query}


def _mine(request: HttpRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.editable_by(request.user), pk=pk)


def _told(request: HttpRequest, changed: SavedView, said: str) -> HttpResponse:
    undo = changed.last_act
    return answers.moved_on(request, changed, said=said % {"view": changed}, undo=undo)
