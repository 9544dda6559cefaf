"""What was deleted in the last 30 days, for those who may bring it back."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from piste.accounts.doors import managers_only
from piste.finding.background import begin
from piste.finding.bulk import Selection, said
from piste.history.answers import begun
from piste.history.long_acts import LARGE
from piste.kernel.paging import sliced
from piste.pipeline.bulk import ACTS
from piste.pipeline.models import Lead
from piste.ui import answers


@managers_only
def trashed(request: HttpRequest) -> HttpResponse:
    rows = Lead.objects.trashed_for(request.user).select_related("owner", "company", "person")
    context = {"found": sliced(rows, order=["-deleted_at", "-id"], cursor=request.GET.get("cursor", ""))}
    if request.htmx:
        return answers.part(request, "pipeline/_trashed.html", context)
    return answers.page(request, "pipeline/trash.html", context)


@require_POST
@managers_only
def put_back(request: HttpRequest) -> HttpResponse:
    """Those that are ticked."""
    chosen = Selection.of(request, Lead.noun, lambda: Lead.objects.trashed_for(request.user))
    if len(chosen.keys) > LARGE:
        return begun(request, begin(request, "untrash", chosen))
    outcome = chosen.do(ACTS["untrash"])
    text = said(ACTS["untrash"], len(outcome.done))
    return answers.moved_on(request, "pipeline:trashed", said=text, undo=outcome.change_set)
