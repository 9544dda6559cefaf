"""The records that may be the same: beside a record, and while a new one is typed (02.25-02.31)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from piste.accounts.doors import sales_only
from piste.contacts.models import Company, Person
from piste.contacts.verbs.apart import keep_apart
from piste.kernel.keys import is_key
from piste.pipeline import duplicates
from piste.pipeline.likeness import Reason
from piste.pipeline.models import Lead
from piste.pipeline.verbs.adding import add_to
from piste.pipeline.views.doors import changed, editable
from piste.ui import answers

HINTS = 3
TYPED = ("title", "email", "phone", "mobile", "website", "company_name", "country")


@require_GET
@login_required
def of_record(request: HttpRequest, pk: int) -> HttpResponse:
    """All that may be the same as this record, to be compared with it."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)
    context = {"lead": lead, "found": duplicates.of_record(lead, user=request.user)}
    return answers.part(request, "pipeline/_duplicates.html", context)


@require_GET
@login_required
def beside(request: HttpRequest, pk: int) -> HttpResponse:
    """How many there are, and the banner on open ones with the same e-mail, until that is answered (02.28)."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)
    found = duplicates.of_record(lead, user=request.user)
    same = [match.row for match in found.matches if Reason.EMAIL in match.reasons and match.row.is_open]
    context = {"lead": lead, "found": found, "same": same if lead.is_open and request.user.may_write else []}
    return answers.part(request, "pipeline/_likeness.html", context)


@require_POST
@login_required
def apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """These two are no duplicates, and are not proposed again."""
    lead = editable(request, pk)
    kept = keep_apart(lead, get_object_or_404(Lead.objects.visible_to(request.user), pk=other), by=request.user)
    said, undo = _("Not proposed again"), kept.last_act
    if not request.htmx:
        return answers.moved_on(request, lead, said=said, undo=undo)
    return answers.nothing(said=said, undo=undo, events=changed(lead) | {"closeDialog": {}})


@require_GET
@sales_only
def hints(request: HttpRequest) -> HttpResponse:
    """Who is already there, while a new record is typed; it never stands in the way."""
    found = duplicates.of_typed(_typed(request, request.GET), user=request.user)
    mine = Lead.objects.editable_by(request.user).filter(pk__in=[match.row.pk for match in found.matches[:HINTS]])
    context = {"found": found, "shown": found.matches[:HINTS], "editable": set(mine.values_list("pk", flat=True))}
    return answers.part(request, "pipeline/_hints.html", context)


@require_POST
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed for a new record is added to one that is there already."""
    lead = add_to(editable(request, pk), by=request.user, **_typed(request, request.POST))
    undo = lead.last_act
    said = (_("Added to %(record)s") if undo else _("%(record)s has all of this already")) % {"record": lead.title}
    return answers.moved_on(request, lead, said=said, undo=undo)


def _typed(request: HttpRequest, sent: Any) -> dict[str, Any]:
    """The fields of a form on its way; company and person may be contacts or names."""
    values: dict[str, Any] = {name: sent[name][:250] for name in TYPED if sent.get(name)}
    contacts = {"company": Company.objects.visible_to(request.user), "person": Person.objects.visible_to(request.user)}
    for name, rows in contacts.items():
        typed = sent.get(name, "")
        chosen = rows.filter(pk=typed).first() if is_key(typed) else typed.strip()[:200]
        if chosen:
            values[name] = chosen
    return values
