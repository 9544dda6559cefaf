"""The list of the filtered records."""

from django.http import HttpRequest, HttpResponse

from piste.accounts.doors import sales_only
from piste.activities.states import state_of
from piste.finding.views.lists import listed
from piste.kernel.naming import in_language
from piste.pipeline.models import LossReason
from piste.pipeline.table import asked_table
from piste.pipeline.views.frame import frame


@sales_only
def leads(request: HttpRequest) -> HttpResponse:
    filter, table = asked_table(request)
    context = frame(request, filter, here="pipeline:leads", address=table.query)
    context |= {"reasons": LossReason.objects.visible_to(request.user), "kept": table.shape.params()}
    context |= {"urgency": state_of, "in_language": in_language}
    return listed(request, table, context, page="pipeline/leads.html", part="pipeline/_leads_found.html")
