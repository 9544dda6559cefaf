"""The stages, in the hands of managers (01.1-01.9)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import managers_only
from piste.pipeline.forms.config import DeleteStageForm, PlaceForm, StageForm
from piste.pipeline.models import Stage
from piste.pipeline.verbs.stages import create_stage, delete_stage, edit_stage, order_stages, refuse_as_last
from piste.ui.answers import moved_on, page, part
from piste.ui.forms import bind, refusals_beside


@managers_only
def stages(request: HttpRequest) -> HttpResponse:
    context = {"stages": _all(request)}
    if request.htmx:
        return part(request, "pipeline/_stages.html", context)
    return page(request, "pipeline/stages.html", context)


@managers_only
def new_stage(request: HttpRequest) -> HttpResponse:
    form = bind(StageForm, request, user=request.user, auto_id="stage_%s")
    if form.is_valid():
        with refusals_beside(form):
            return _told(request, create_stage(by=request.user, **form.values), _("Stage %(stage)s is created"))
    return part(request, "pipeline/_stage.html", {"form": form, "stage": None})


@managers_only
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    form = bind(StageForm, request, user=request.user, instance=_stage(request, pk), auto_id="stage_%s")
    if form.is_valid():
        with refusals_beside(form):
            edited = edit_stage(_stage(request, pk), by=request.user, **form.values)
            return _told(request, edited, _("Stage %(stage)s is saved"))
    return part(request, "pipeline/_stage.html", {"form": form, "stage": form.instance})


@require_POST
@managers_only
def move_stage(request: HttpRequest, pk: int) -> HttpResponse:
    form = bind(PlaceForm, request)
    if not form.is_valid():
        return page(request, "pipeline/stages.html", {"stages": _all(request), "form": form})
    keys = [one.pk for one in _all(request) if one.pk != _stage(request, pk).pk]
    keys.insert(form.cleaned_data["place"], pk)
    ordered = order_stages(keys, by=request.user)
    undo = next(filter(None, (one.last_act for one in ordered)), None)
    if not request.htmx:
        return moved_on(request, "pipeline:stages", said=_("The order is changed"), undo=undo)
    said = _("The order is changed") if undo else ""
    return part(request, "pipeline/_stages.html", {"stages": _all(request)}, said=said, undo=undo)


@managers_only
def trash_stage(request: HttpRequest, pk: int) -> HttpResponse:
    found = _stage(request, pk)
    refuse_as_last(found)
    form = bind(DeleteStageForm, request, stage=found, user=request.user)
    if form.is_valid():
        with refusals_beside(form):
            delete_stage(found, by=request.user, **form.cleaned_data)
            return _told(request, found, _("Stage %(stage)s is deleted"))
    return part(request, "pipeline/_trash_stage.html", {"form": form, "stage": found})


def _all(request: HttpRequest) -> list[Stage]:
    return list(Stage.objects.editable_by(request.user).prefetch_related("teams"))


def _stage(request: HttpRequest, pk: int) -> Stage:
    return get_object_or_404(Stage.objects.editable_by(request.user), pk=pk)


def _told(request: HttpRequest, changed: Stage, said: str) -> HttpResponse:
    undo = changed.last_act
    return moved_on(request, "pipeline:stages", said=said % {"stage": changed}, undo=undo)
