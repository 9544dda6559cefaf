"""Acts on many rows of a list."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from piste.finding.background import begin
from piste.finding.bulk import Act, Outcome, Selection, acts_of, said
from piste.finding.listings import Listing, listing_or_404
from piste.history.answers import begun
from piste.history.long_acts import LARGE
from piste.ui import answers
from piste.ui.forms import bind, refusals_beside

TOLD_AT_MOST = 100


@require_POST
@login_required
def many(request: HttpRequest, noun: str, act: str) -> HttpResponse:
    """Asks what the act needs to know, then does it with all that may be changed, and lists the others."""
    listing, asked = listing_or_404(request, noun), acts_of(noun).get(act)
    if asked is None or not request.user.may_write:
        raise Http404
    chosen = Selection.of(request, noun, lambda: listing.table(request).whole)
    if asked.door:
        return asked.door(request, noun, chosen.keys)
    if asked.form is None:
        return _carried_out(request, listing, act, chosen)
    form = bind(asked.form, request, user=request.user)
    if form.is_valid():
        with refusals_beside(form):
            return _carried_out(request, listing, act, chosen, **form.values)
    context = {
        "act": asked,
        "title": said(asked, len(chosen.keys)),
        "form": form,
        "chosen": chosen,
        "left_out": chosen.left_out(asked),
        "door": request.get_full_path(),
    }
    response = answers.part(request, "finding/_many.html", context)
    if not request.POST.get("asked"):
        # Nothing was answered wrongly: it is only asked.
        response.status_code = 200
    return answers.in_dialog(response)


def _carried_out(request: HttpRequest, listing: Listing, name: str, chosen: Selection, **values: Any) -> HttpResponse:
    """At once, or by the worker, who reads the form again."""
    if len(chosen.keys) > LARGE:
        return begun(request, begin(request, name, chosen))
    act = acts_of(chosen.noun)[name]
    outcome = chosen.do(act, **values)
    warning = act.warns(values) if act.warns and outcome.done else ""
    text = ". ".join(filter(None, [said(act, len(outcome.done)), warning]))
    return _done(request, listing, act, chosen, outcome, text)


def _done(
    request: HttpRequest, listing: Listing, act: Act, chosen: Selection, outcome: Outcome, text: str
) -> HttpResponse:
    undo = outcome.change_set
    changed = outcome.done + [row.pk for row, _kept in outcome.merged]
    events = {f"{chosen.noun}-changed": {"ids": changed[:TOLD_AT_MOST]}}
    if not request.htmx and not act.tells:
        return answers.moved_on(request, listing.table(request).url(), said=text, undo=undo)
    if not (outcome.skipped or outcome.hidden or act.tells):
        return answers.nothing(said=text, undo=undo, events=events | {"closeDialog": {}})
    context = {"outcome": outcome, "title": text, "act": act}
    response = answers.part(
        request, "finding/_many_left.html", context, said=text if request.htmx else "", undo=undo, events=events
    )
    return answers.in_dialog(response)
