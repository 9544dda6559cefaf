"""The open activities of one record, and one's own in the top bar."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from piste.activities import counts
from piste.activities.lines import open_lines
from piste.activities.models import Activity
from piste.activities.records import record_or_404
from piste.history.models import Subject
from piste.messages import threads
from piste.ui import answers


@login_required
def panel(request: HttpRequest, noun: str, key: int) -> HttpResponse:
    record = threads.read_or_404(noun, key, request.user)
    if record.deleted_at:
        return HttpResponse()
    place = "popover" if request.GET.get("place") == "popover" else "side"
    return answers.part(request, "activities/_panel.html", panel_context(request, record, place))


@login_required
def popover(request: HttpRequest, noun: str, key: int) -> HttpResponse:
    """The same for a card: see, tick, plan."""
    record = record_or_404(request.user, noun, key)
    return answers.part(request, "activities/_popover.html", panel_context(request, record, "popover"))


@login_required
def menu(request: HttpRequest) -> HttpResponse:
    groups = counts.by_noun(request.user)
    return answers.part(request, "activities/_menu.html", {"groups": groups})


@login_required
def acts(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.editable_by(request.user), pk=pk)
    return answers.part(request, "activities/_acts.html", {"activity": activity}, title=str(activity))


def panel_context(request: HttpRequest, record: Subject, place: str = "side") -> dict:
    """`place` keeps two panels of one page apart. A customer shows the next steps of his records too (04.4)."""
    together = threads.read_together(record, request.user)
    watch = " ".join(f"{noun}:{key}" for noun, keys in together.items() for key in keys)
    return {"record": record, "lines": open_lines(record, together, request.user), "place": place, "watch": watch}
