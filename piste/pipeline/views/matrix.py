"""The activity matrix of the filtered records (03.19)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.accounts.doors import sales_only
from piste.activities.views.matrix import Row
from piste.activities.views.matrix import matrix as drawn
from piste.kernel.paging import sliced
from piste.pipeline.filters import Filter, Scope
from piste.pipeline.models import Lead
from piste.pipeline.views.frame import query_with, whole_frame


@sales_only
def matrix(request: HttpRequest) -> HttpResponse:
    """Ordered by the oldest deadline; records without any come last."""
    filter, cursor, here = Filter.of(request), request.GET.get("cursor", ""), "pipeline:matrix"
    found = sliced(filter.leads(request.user).values("next_due", "id"), order=["next_due", "id"], cursor=cursor)
    keys = [row["id"] for row in found.rows]
    leads = Lead.objects.visible_to(request.user).select_related("company", "person").in_bulk(keys)
    rows = [_row(leads[key]) for key in keys if key in leads]
    around = whole_frame(request, filter, here=here) | {
        "called": _("Lead") if filter.of_leads else _("Opportunity"),
        "everything": reverse(here) + Filter(scope=Scope.ALL, kind=filter.kind).query(),
    }
    address = reverse(here) + query_with(request, filter)()
    return drawn(request, Lead.noun, rows, here=address, following=found.following, frame=around)


def _row(lead: Lead) -> Row:
    return Row(lead.pk, lead.title, lead.customer_name, lead.get_absolute_url())
