"""The loss reasons, in the hands of managers (01.30)."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import managers_only
from piste.pipeline.forms.config import MergeReasonForm, ReasonForm
from piste.pipeline.models import Lead, LossReason
from piste.pipeline.verbs.reasons import (
    archive_reason,
    create_reason,
    delete_reason,
    merge_reasons,
    rename_reason,
    unarchive_reason,
)
from piste.ui.answers import moved_on, page, part
from piste.ui.forms import bind, refusals_beside


@managers_only
def reasons(request: HttpRequest) -> HttpResponse:
    archived = request.GET.get("show") == "archived"
    lost = Count("leads", filter=Q(leads__outcome=Lead.Outcome.LOST, leads__deleted_at=None))
    rows = LossReason.objects.editable_by(request.user).filter(archived=archived).annotate(lost=lost)
    return page(request, "pipeline/reasons.html", {"reasons": rows, "archived": archived})


@managers_only
def new_reason(request: HttpRequest) -> HttpResponse:
    form = bind(ReasonForm, request, auto_id="reason_%s")
    if form.is_valid():
        with refusals_beside(form):
            made = create_reason(by=request.user, **form.cleaned_data)
            return _told(
                request, made, _("%(reason)s is created") if made.last_event else _("%(reason)s is there already")
            )
    return part(request, "pipeline/_reason.html", {"form": form, "reason": None})


@managers_only
def reason(request: HttpRequest, pk: int) -> HttpResponse:
    form = bind(ReasonForm, request, instance=_reason(request, pk), auto_id="reason_%s")
    if form.is_valid():
        with refusals_beside(form):
            renamed = rename_reason(_reason(request, pk), by=request.user, **form.cleaned_data)
            return _told(request, renamed, _("%(reason)s is saved"))
    return part(request, "pipeline/_reason.html", {"form": form, "reason": form.instance})


@require_POST
@managers_only
def archive_one(request: HttpRequest, pk: int) -> HttpResponse:
    return _told(request, archive_reason(_reason(request, pk), by=request.user), _("%(reason)s is archived"))


@require_POST
@managers_only
def unarchive_one(request: HttpRequest, pk: int) -> HttpResponse:
    found = unarchive_reason(_reason(request, pk), by=request.user)
    return _told(request, found, _("%(reason)s is offered again"))


@managers_only
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    found = _reason(request, pk)
    form = bind(MergeReasonForm, request, reason=found, user=request.user)
    if form.is_valid():
        with refusals_beside(form):
            merge_reasons(found, by=request.user, **form.cleaned_data)
            return _told(request, found, _("%(reason)s is merged"))
    return part(request, "pipeline/_merge_reason.html", {"form": form, "reason": found})


@require_POST
@managers_only
def trash_one(request: HttpRequest, pk: int) -> HttpResponse:
    return _told(request, delete_reason(_reason(request, pk), by=request.user), _("%(reason)s is deleted"))


def _reason(request: HttpRequest, pk: int) -> LossReason:
    return get_object_or_404(LossReason.objects.editable_by(request.user), pk=pk)


def _told(request: HttpRequest, changed: LossReason, said: str) -> HttpResponse:
    undo = changed.last_act
    return moved_on(request, "pipeline:reasons", said=said % {"reason": changed}, undo=undo)
