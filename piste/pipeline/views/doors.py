"""What the doors of one record share: finding it, and telling what was done to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from piste.accounts.models import User
from piste.history.merging import refuse_gone
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead
from piste.pipeline.querysets import shared_with
from piste.ui import answers


def editable(request: HttpRequest, pk: int) -> Lead:
    """The record, if this person may change it; one who may only read it is told whose it is (12.B2),
    and whoever acts on what was deleted or merged meanwhile what became of it."""
    if lead := Lead.objects.editable_by(request.user).filter(pk=pk).first():
        return lead
    refuse_gone(Lead, pk, request.user)
    lead = get_object_or_404(Lead.objects.visible_to(request.user).select_related("owner"), pk=pk)
    raise Refused(lead.read_only_message)


def may_share(user: User, lead: Lead) -> bool:
    """Of a record that he may change: whoever sees nothing by shares may share it."""
    return not shared_with(user) or Lead.objects.shareable_by(user).filter(pk=lead.pk).exists()


def told(request: HttpRequest, lead: Lead, said: str) -> HttpResponse:
    """The answer of every verb: a toast with Undo, and word to the page, which draws the record anew.

    Whoever gave the record away, or deleted it, cannot stay on its page.
    """
    undo = lead.last_act
    gone = not Lead.objects.visible_to(request.user).filter(pk=lead.pk).exists()
    if not request.htmx or (gone and answers.asked_on(request, lead.get_absolute_url())):
        return answers.moved_on(request, "pipeline:leads" if gone else lead, said=said, undo=undo)
    return answers.nothing(said=said, undo=undo, events=changed(lead) | {"closeDialog": {}})


def changed(lead: Lead) -> dict[str, Any]:
    """The event by which parts of the page learn that this record is not what they show any more."""
    return {"lead-changed": {"id": lead.pk}}


def confirm(request: HttpRequest, lead: Lead, act: str) -> HttpResponse:
    """What a verb's address shows when it is only looked at, as from a link in a mail (01.29)."""
    return answers.part(request, "pipeline/_confirm.html", {"lead": lead, "act": act})
