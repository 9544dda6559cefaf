"""Why one sees a record, and who does (12.11)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from piste.accounts.doors import managers_only
from piste.kernel.visibility import may
from piste.pipeline import sight
from piste.pipeline.models import Lead
from piste.ui import answers


@require_GET
@login_required
def why(request: HttpRequest, pk: int) -> HttpResponse:
    lead = _lead(request, pk)
    context = {"lead": lead, "reasons": sight.reasons(lead, request.user), "edits": may(request.user, "edit", lead)}
    return answers.part(request, "pipeline/_why.html", context)


@require_GET
@managers_only
def who(request: HttpRequest, pk: int) -> HttpResponse:
    lead = _lead(request, pk)
    return answers.part(request, "pipeline/_who.html", {"lead": lead, "seers": sight.seers(lead)})


def _lead(request: HttpRequest, pk: int) -> Lead:
    return get_object_or_404(Lead.objects.visible_to(request.user).select_related("team"), pk=pk)
