"""Activity types, in the hands of managers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import managers_only
from piste.activities.delays import in_words
from piste.activities.forms import TypeForm
from piste.activities.models import ActivityType
from piste.activities.verbs.types import archive_type, create_type, edit_type, unarchive_type
from piste.ui.answers import moved_on, page, part
from piste.ui.forms import bind, refusals_beside


@managers_only
def types(request: HttpRequest) -> HttpResponse:
    archived = request.GET.get("show") == "archived"
    rows = ActivityType.objects.editable_by(request.user).filter(archived=archived)
    rows = rows.select_related("assignee", "triggered_next").prefetch_related("suggested_next")
    return page(request, "activities/types.html", {"types": rows, "archived": archived, "due_in_words": in_words})


@managers_only
def new_type(request: HttpRequest) -> HttpResponse:
    form = bind(TypeForm, request, user=request.user, auto_id="type_%s")
    if form.is_valid():
        with refusals_beside(form):
            made = create_type(by=request.user, **_values(form))
            return _told(request, made, _("Activity type %(type)s is created"))
    return part(request, "activities/_type.html", {"form": form, "type": None})


@managers_only
def type(request: HttpRequest, pk: int) -> HttpResponse:
    found = _type(request, pk)
    form = bind(TypeForm, request, user=request.user, instance=found, auto_id="type_%s")
    if form.is_valid():
        with refusals_beside(form):
            edit_type(found, by=request.user, seen=form.cleaned_data["seen"], **_values(form))
            return _told(request, found, _("Activity type %(type)s is saved"))
    return part(request, "activities/_type.html", {"form": form, "type": _type(request, pk)})


@require_POST
@managers_only
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    archived = archive_type(_type(request, pk), by=request.user)
    return _told(request, archived, _("Activity type %(type)s is archived"))


@require_POST
@managers_only
def unarchive(request: HttpRequest, pk: int) -> HttpResponse:
    brought_back = unarchive_type(_type(request, pk), by=request.user)
    return _told(request, brought_back, _("Activity type %(type)s is offered again"))


def _values(form: TypeForm) -> dict:
    return {name: form.cleaned_data[name] for name in form.Meta.fields}


def _type(request: HttpRequest, pk: int) -> ActivityType:
    return get_object_or_404(ActivityType.objects.editable_by(request.user), pk=pk)


def _told(request: HttpRequest, changed: ActivityType, said: str) -> HttpResponse:
    undo = changed.last_act
    return moved_on(request, "activities:types", said=said % {"type": changed}, undo=undo)
