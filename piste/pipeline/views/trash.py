"""What was deleted in the last 30 days, for those who may bring it back."""

from django.http import HttpRequest, HttpResponse

from piste.accounts.doors import managers_only
from piste.kernel.paging import sliced
from piste.pipeline.models import Lead
from piste.ui import answers


@managers_only
def trashed(request: HttpRequest) -> HttpResponse:
    rows = Lead.objects.trashed_for(request.user).select_related("owner", "company", "person")
    context = {"found": sliced(rows, order=["-deleted_at", "-id"], cursor=request.GET.get("cursor", ""))}
    if request.htmx:
        return answers.part(request, "pipeline/_trashed.html", context)
    return answers.page(request, "pipeline/trash.html", context)
