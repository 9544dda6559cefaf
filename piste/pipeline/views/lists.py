"""The list of the filtered records, and acts on many of them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from piste.activities.states import state_of
from piste.activities.views.planning import plan_on
from piste.finding.views.lists import listed
from piste.kernel.naming import in_language
from piste.pipeline.bulk import ACTS, Act, Outcome, Selection, said
from piste.pipeline.models import Lead, LossReason
from piste.pipeline.table import asked_table
from piste.pipeline.views.frame import frame
from piste.ui import answers
from piste.ui.forms import bind, refusals_beside

TOLD_AT_MOST = 100


@login_required
def leads(request: HttpRequest) -> HttpResponse:
    if not request.user.sells:
        raise Http404
    filter, table = asked_table(request)
    context = frame(request, filter, here="pipeline:leads", address=table.query)
    context |= {"reasons": LossReason.objects.visible_to(request.user), "kept": table.shape.params()}
    context |= {"urgency": state_of, "in_language": in_language}
    return listed(request, table, context, page="pipeline/leads.html", part="pipeline/_leads_found.html")


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
    changed = outcome.done + [lead.pk for lead, _kept in outcome.merged]
    events = {"lead-changed": {"ids": changed[:TOLD_AT_MOST]}}
    if not request.htmx and not act.tells:
        return answers.moved_on(request, "pipeline:leads", said=text, undo=undo)
    if not (outcome.skipped or outcome.hidden or act.tells):
        return answers.nothing(said=text, undo=undo, events=events | {"closeDialog": {}})
    context = {"outcome": outcome, "title": text, "act": act}
    response = answers.part(
        request, "pipeline/_many_left.html", context, said=text if request.htmx else "", undo=undo, events=events
    )
    return answers.in_dialog(response)
