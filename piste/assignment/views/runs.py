"""A run: shown before it is done, begun, and looked at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import managers_only
from piste.assignment import jobs, shown
from piste.assignment.forms import AskedForm
from piste.assignment.models import Assignment, Leftover, Placement, Run
from piste.assignment.planning import plan
from piste.assignment.verbs.running import start
from piste.kernel.paging import sliced
from piste.ui.answers import UNPROCESSABLE, moved_on, page, part
from piste.ui.forms import bind


@managers_only
def preview(request: HttpRequest) -> HttpResponse:
    form = AskedForm(request.GET, user=request.user, auto_id="asked_%s")
    if not form.is_valid():
        return page(request, "assignment/preview.html", {"form": form, "plan": None}, status=UNPROCESSABLE)
    made = plan(**form.cleaned_data)
    context = {
        "asked": form,
        "asked_values": form.cleaned_data,
        "plan": made,
        "merges": sum(len(one.keys) - 1 for one in made.mergings),
        "merged": shown.would_merge(made),
        "placed": shown.placed(made),
        "unplaced": shown.unplaced(made),
        "reasons": shown.reasons(made.counts),
        "people": shown.by_person(made),
        "is_on": Assignment.current().is_on,
    }
    return page(request, "assignment/preview.html", context)


@require_POST
@managers_only
def run_now(request: HttpRequest) -> HttpResponse:
    form = bind(AskedForm, request, user=request.user)
    if not form.is_valid():
        return page(request, "assignment/preview.html", {"form": form, "plan": None})
    begun = start(by=request.user, **form.cleaned_data)
    jobs.assign.enqueue(begun.pk)
    return moved_on(request, begun, said=_("The assignment has begun"))


@managers_only
def run(request: HttpRequest, pk: int) -> HttpResponse:
    rows = (
        Run.objects.visible_to(request.user)
        .select_related("by", "team", "change_set")
        .prefetch_related("change_set__undone_by")
    )
    found = get_object_or_404(rows, pk=pk)
    placements = Placement.objects.visible_to(request.user).filter(run=found)
    placements = placements.select_related(*shown.lead_and("team", "user"))
    slice = sliced(placements, order=["id"], cursor=request.GET.get("cursor", ""))
    context = {"run": found, "lines": shown.placement_lines(slice.rows), "following": slice.following}
    if request.htmx and request.GET.get("cursor"):
        return part(request, "assignment/_placements.html", context)
    leftovers = Leftover.objects.visible_to(request.user).filter(run=found).order_by("id")
    context |= {
        "people": shown.given_by_person(found),
        "merged": shown.was_merged(found),
        "reasons": shown.reasons(found.left_over),
        "leftovers": leftovers.select_related(*shown.lead_and())[: shown.SHOWN],
    }
    return (
        part(request, "assignment/_run.html", context)
        if request.htmx
        else page(request, "assignment/run.html", context)
    )
