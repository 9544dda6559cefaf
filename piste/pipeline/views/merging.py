"""Records side by side, and made one (02.25-02.29, 02.33)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.kernel.keys import is_key
from piste.pipeline.by_hand import mergeable_or_404
from piste.pipeline.comparing import Comparison, compared
from piste.pipeline.forms.merging import MergeForm
from piste.pipeline.models import Lead
from piste.pipeline.verbs import merging
from piste.ui import answers
from piste.ui.forms import bind

CONFLICT = 409


@login_required
def merge(request: HttpRequest) -> HttpResponse:
    """The dialog, drawn anew at each choice; sent with `do` it merges."""
    keys = _keys(request)
    leads = mergeable_or_404(request.user, keys)
    form = bind(MergeForm, request, keys=keys)
    if not form.is_bound or not form.is_valid():
        return _dialog(request, compared(leads), form)
    picked = form.picked(lambda was: compared(leads, into=was))
    comparison = compared(leads, into=form.into, picked=picked)
    if not form.cleaned_data["do"]:
        return _dialog(request, comparison, form)
    into, confirmed = comparison.into, form.cleaned_data["confirmed"]
    try:
        kept = merging.merge(leads, by=request.user, into=into, picked=picked, seen=form.seen, confirmed=confirmed)
    except (merging.Changed, merging.Unconfirmed) as no:
        again = compared(leads, into=form.into, picked=picked)
        return _dialog(request, again, form, refused=no.message, status=CONFLICT)
    return _merged(request, kept, keys)


def _keys(request: HttpRequest) -> list[int]:
    sent = request.POST.getlist("ids") or request.GET.getlist("ids")
    return list(dict.fromkeys(int(key) for some in sent for key in some.split(",") if is_key(key)))


def _dialog(
    request: HttpRequest, comparison: Comparison, form: MergeForm, *, refused: str = "", status: int | None = None
) -> HttpResponse:
    context = {"comparison": comparison, "form": form, "refused": refused}
    response = answers.part(request, "pipeline/_merge.html", context, status=status)
    return answers.in_dialog(response) if request.htmx else response


def _merged(request: HttpRequest, kept: Lead, keys: list[int]) -> HttpResponse:
    said = _("Merged into %(record)s") % {"record": kept.title}
    undo = kept.last_act
    if not request.htmx or answers.asked_on(request, *(reverse("pipeline:lead", args=[key]) for key in keys)):
        return answers.moved_on(request, kept, said=said, undo=undo)
    return answers.nothing(said=said, undo=undo, events={"lead-changed": {"ids": keys}, "closeDialog": {}})
