"""The list of the filtered records, and acts on many of them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from piste.activities.views.planning import plan_on
from piste.pipeline.bulk import ACTS, Act, Outcome, Selection, said
from piste.pipeline.models import Lead, LossReason
from piste.pipeline.table import Table
from piste.pipeline.views.frame import frame
from piste.ui import answers
from piste.ui.forms import bind, refusals_beside

TOLD_AT_MOST = 100


@login_required
def leads(request: HttpRequest) -> HttpResponse:
    if not request.user.sells:
        raise Http404
    table = Table.of(request)
    cursor = request.GET.get("cursor", "")
    context = frame(request, table.filter, here="pipeline:leads", address=table.query) | {
        "table": table,
        "found": table.page(cursor),
    }
    if cursor and request.htmx:
        return answers.part(request, "pipeline/_lines.html", context)
    context |= {"reasons": LossReason.objects.visible_to(request.user), "kept": table.kept}
    if request.htmx.target == "leads":
        response = answers.part(request, "pipeline/_leads_found.html", context)
        response["HX-Replace-Url"] = reverse("pipeline:leads") + table.query()
        return response
    return answers.page(request, "pipeline/leads.html", context)


@login_required
@require_POST
def many(request: HttpRequest, act: str) -> HttpResponse:
    """Asks what the act needs to know, then does it with all that may be changed, and lists the others."""
    if act not in ACTS or not request.user.may_write:
        raise Http404
    asked, chosen = ACTS[act], Selection.of(request)
    form = bind(asked.form, request, user=request.user) if asked.form else None
    if form is None:
        return _done(request, asked, chosen.do(asked))
    if form.is_valid():
        with refusals_beside(form):
            return _done(request, asked, chosen.do(asked, **form.values))
    title, query = said(asked, len(chosen.keys)), request.GET.urlencode()
    context = {"name": act, "act": asked, "title": title, "form": form, "chosen": chosen, "query": query}
    return answers.in_dialog(answers.part(request, "pipeline/_many.html", context))


@login_required
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    """An activity on each of the selected records; what is asked and done is the affair of activities."""
    return plan_on(request, Lead.noun, Selection.of(request).keys)


def _done(request: HttpRequest, act: Act, outcome: Outcome) -> HttpResponse:
    text, undo = said(act, len(outcome.done)), outcome.change_set
    events = {"lead-changed": {"ids": outcome.done[:TOLD_AT_MOST]}}
    if not request.htmx:
        return answers.moved_on(request, "pipeline:leads", said=text, undo=undo)
    if not outcome.skipped and not outcome.hidden:
        return answers.nothing(said=text, undo=undo, events=events | {"closeDialog": {}})
    context = {"outcome": outcome, "title": text}
    response = answers.part(request, "pipeline/_many_left.html", context, said=text, undo=undo, events=events)
    return answers.in_dialog(response)
