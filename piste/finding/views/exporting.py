"""Lists as files."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from piste.finding.bulk import Selection
from piste.finding.exporting import file_of, keys_of
from piste.finding.listings import listing_or_404
from piste.finding.sheets import TYPES
from piste.finding.verbs.exporting import exported


@require_POST
@login_required
def export(request: HttpRequest, noun: str, *, selected: bool = False) -> HttpResponse:
    """All that fits the filter of the address, or what is ticked."""
    listing, kind = listing_or_404(request, noun), request.POST.get("kind", "")
    if kind not in TYPES or not request.user.may_export:
        raise Http404
    table = listing.table(request)
    chosen = Selection.of(request, noun, lambda: table.whole).keys if selected else None
    keys, label = keys_of(table, chosen), str(table.look.label)
    columns = ", ".join(column.key for column in table.columns)
    exported(request.user, what=label, count=len(keys), kind=kind, columns=columns, filter=table.query())
    return file_of(kind, table, keys)
