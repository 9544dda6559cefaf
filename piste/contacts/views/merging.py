"""Contacts side by side, and made one (02.37)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from piste.accounts.doors import writers_only
from piste.contacts.comparing import Comparison, compared
from piste.contacts.facts import MODELS
from piste.contacts.merge_forms import MergeForm
from piste.contacts.merged import picked_facts
from piste.contacts.models import Contact
from piste.contacts.verbs import merging
from piste.history.merging import refuse_gone
from piste.kernel.keys import is_key
from piste.kernel.refusals import Refused
from piste.ui import answers
from piste.ui.forms import bind

AT_MOST = 20
CONFLICT = 409


@writers_only
def merge(request: HttpRequest, noun: str) -> HttpResponse:
    """The dialog, drawn anew at each choice; sent with `do` it merges."""
    contacts = _chosen(request, noun)
    form = bind(MergeForm, request, keys=[one.pk for one in contacts], facts=picked_facts(noun))
    if not form.is_bound or not form.is_valid():
        return _dialog(request, noun, compared(contacts))
    picked = form.picked(lambda was: compared(contacts, into=was))
    comparison = compared(contacts, into=form.into, picked=picked)
    if not form.cleaned_data["do"]:
        return _dialog(request, noun, comparison)
    try:
        kept = merging.merge(contacts, by=request.user, into=comparison.into, picked=picked, seen=form.seen)
    except Refused as no:
        again = compared(_chosen(request, noun), into=form.into, picked=picked)
        return _dialog(request, noun, again, refused=no.message)
    return _merged(request, kept, contacts)


def _chosen(request: HttpRequest, noun: str) -> list[Contact]:
    sent = request.POST.getlist("ids") or request.GET.getlist("ids")
    keys = {int(one) for some in sent for one in some.split(",") if is_key(one)}
    if not 2 <= len(keys) <= AT_MOST:
        raise Refused(_("Select 2 to 20 records."))
    rows = MODELS[noun].objects.editable_by(request.user).filter(pk__in=keys).prefetch_related("tags")
    linked = ("owner", "team", "company") if noun == "person" else ("owner", "team", "parent")
    found = list(rows.select_related(*linked))
    for gone in keys.difference(one.pk for one in found):
        refuse_gone(MODELS[noun], gone, request.user)
        raise Http404
    return found


def _dialog(request: HttpRequest, noun: str, comparison: Comparison, refused: str = "") -> HttpResponse:
    context: dict[str, Any] = {"noun": noun, "comparison": comparison, "refused": refused}
    response = answers.part(request, "contacts/_merge.html", context, status=CONFLICT if refused else None)
    return answers.in_dialog(response) if request.htmx else response


def _merged(request: HttpRequest, kept: Contact, contacts: list[Contact]) -> HttpResponse:
    said, undo = _("Merged into %(record)s") % {"record": kept}, kept.last_act
    if not request.htmx or answers.asked_on(request, *(one.get_absolute_url() for one in contacts)):
        return answers.moved_on(request, kept, said=said, undo=undo)
    events = {f"{kept.noun}-changed": {"ids": [one.pk for one in contacts]}, "closeDialog": {}}
    return answers.nothing(said=said, undo=undo, events=events)
