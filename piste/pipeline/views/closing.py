"""Won, lost, and back; archive and trash: the doors by which a record leaves the board or returns."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from piste.pipeline.forms.closing import LostForm, WonForm
from piste.pipeline.models import Lead
from piste.pipeline.verbs import closing, storing
from piste.pipeline.views.doors import confirm, editable, told
from piste.pipeline.win_message import win_message
from piste.ui import answers
from piste.ui.forms import bind, refusals_beside


@login_required
def won(request: HttpRequest, pk: int) -> HttpResponse:
    """Wins at once when nothing is missing; else it asks first, and takes an empty answer (01.21)."""
    lead = editable(request, pk)
    form = bind(WonForm, request, instance=lead)
    if form.is_valid():
        with refusals_beside(form):
            closing.mark_won(lead, by=request.user, **form.filled())
            return told(request, lead, win_message(lead, request.user))
    return answers.in_dialog(answers.part(request, "pipeline/_won.html", {"lead": lead, "form": form}))


@login_required
def lost(request: HttpRequest, pk: int) -> HttpResponse:
    lead = editable(request, pk)
    form = bind(LostForm, request, user=request.user, lead=lead)
    if form.is_valid():
        with refusals_beside(form):
            closing.mark_lost(lead, by=request.user, **form.closing())
            reason = lead.lost_reason
            return told(request, lead, _("Lost: %(reason)s") % {"reason": reason} if reason else _("Marked as lost"))
    return answers.in_dialog(answers.part(request, "pipeline/_lost.html", {"lead": lead, "form": form}))


@login_required
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    lead = editable(request, pk)
    if request.method != "POST":
        return confirm(request, lead, _("Restore"))
    closing.restore(lead, by=request.user)
    return told(request, lead, _("Restored to %(stage)s") % {"stage": lead.stage})


@login_required
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    lead = editable(request, pk)
    if request.method != "POST":
        return confirm(request, lead, _("Archive"))
    storing.archive(lead, by=request.user)
    return told(request, lead, pgettext("one", "Archived"))


@login_required
def unarchive(request: HttpRequest, pk: int) -> HttpResponse:
    lead = editable(request, pk)
    if request.method != "POST":
        return confirm(request, lead, _("Take out of the archive"))
    storing.unarchive(lead, by=request.user)
    return told(request, lead, _("Taken out of the archive"))


@login_required
def trash(request: HttpRequest, pk: int) -> HttpResponse:
    lead = get_object_or_404(Lead.objects.deletable_by(request.user), pk=pk)
    if request.method != "POST":
        return confirm(request, lead, _("Delete"))
    storing.trash(lead, by=request.user)
    return told(request, lead, _("Deleted. It stays in the trash for 30 days."))


@login_required
def untrash(request: HttpRequest, pk: int) -> HttpResponse:
    lead = get_object_or_404(Lead.objects.trashed_for(request.user), pk=pk)
    if request.method != "POST":
        return confirm(request, lead, _("Take out of the trash"))
    storing.untrash(lead, by=request.user)
    return told(request, lead, _("Taken out of the trash"))
