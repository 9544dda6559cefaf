"""Saved views: opened, saved, saved as another one, renamed and shared, deleted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.finding import saved
from piste.finding.forms import SavedViewForm
from piste.finding.models import SavedView
from piste.finding.verbs.saving import change_view, delete_view, save_view
from piste.finding.views.doors import noun_or_404, view_asked
from piste.ui import answers
from piste.ui.forms import bind, refusals_beside


@login_required
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """The list that was saved; what it names and is not there any more is left out and said."""
    address, gone = saved.opened(get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk))
    if gone:
        messages.warning(request, _("Not there any more, and left out: %(fields)s") % {"fields": ", ".join(gone)})
    return redirect(address)


@login_required
def new(request: HttpRequest, noun: str) -> HttpResponse:
    """Saves the list that is looked at under a name."""
    asked, then = noun_or_404(noun), view_asked(request)
    form = bind(SavedViewForm, request, user=request.user, auto_id="view_%s")
    if form.is_valid():
        with refusals_beside(form):
            place = {"of": asked.name, "route": saved.route_of(then), "query": saved.query_of(then)}
            return _told(request, save_view(by=request.user, **place, **form.cleaned_data), _("View %(view)s is saved"))
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
    change_view(found, by=request.user, query=saved.query_of(view_asked(request)))
    return _told(request, found, _("View %(view)s is saved"))


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = delete_view(_mine(request, pk), by=request.user)
    undo = found.last_event.change_set_id if found.last_event else None
    return answers.moved_on(request, found.route, said=_("View %(view)s is deleted") % {"view": found}, undo=undo)


def _mine(request: HttpRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.editable_by(request.user), pk=pk)


def _told(request: HttpRequest, changed: SavedView, said: str) -> HttpResponse:
    undo = changed.last_event.change_set_id if changed.last_event else None
    return answers.moved_on(request, changed, said=said % {"view": changed}, undo=undo)
