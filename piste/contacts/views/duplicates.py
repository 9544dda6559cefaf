"""The companies or people that may be the same: beside one of them, and while a new one is typed (02.31, 02.37)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from piste.accounts.doors import sales_only, writers_only
from piste.contacts import duplicates
from piste.contacts.facts import MODELS
from piste.contacts.forms import FORMS
from piste.contacts.models import Contact
from piste.contacts.verbs.adding import add_to
from piste.contacts.verbs.apart import keep_apart
from piste.contacts.views.doors import editable
from piste.ui import answers

HINTS = 3


@require_GET
@sales_only
def of_contact(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """All that may be the same as this one, to be compared with it."""
    contact = _visible(request, noun, pk)
    context = {"contact": contact, "found": duplicates.of_contact(contact, user=request.user)}
    return answers.part(request, "contacts/_duplicates.html", context)


@require_GET
@sales_only
def beside(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """How many there are, for the button."""
    contact = _visible(request, noun, pk)
    found = duplicates.of_contact(contact, user=request.user)
    return answers.part(request, "contacts/_duplicates_button.html", {"contact": contact, "count": found.count})


@require_POST
@writers_only
def apart(request: HttpRequest, noun: str, pk: int, other: int) -> HttpResponse:
    """These two are no duplicates, and are not proposed again."""
    contact = editable(request, noun, pk)
    kept = keep_apart(contact, _visible(request, noun, other), by=request.user)
    said, undo = _("Not proposed again"), kept.last_act
    if not request.htmx:
        return answers.moved_on(request, contact, said=said, undo=undo)
    events = {f"{noun}-changed": {"ids": [contact.pk]}, "closeDialog": {}}
    return answers.nothing(said=said, undo=undo, events=events)


@require_GET
@sales_only
def hints(request: HttpRequest, noun: str) -> HttpResponse:
    """Who is already there, while a new one is typed; it never stands in the way."""
    found = duplicates.of_typed(noun, _typed(request, noun, request.GET), user=request.user)
    shown = found.matches[:HINTS]
    mine = MODELS[noun].objects.editable_by(request.user).filter(pk__in=[match.row.pk for match in shown])
    context = {"noun": noun, "found": found, "shown": shown, "editable": set(mine.values_list("pk", flat=True))}
    return answers.part(request, "contacts/_hints.html", context)


@require_POST
@writers_only
def add(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """What was typed for a new one is added to one that is there already."""
    typed = _typed(request, noun, request.POST)
    for several in ("email", "phone"):
        typed[f"{several}s"] = [one] if (one := typed.pop(several, "")) else []
    if isinstance(typed.get("company"), str):
        typed["company_name"] = typed.pop("company")
    contact = add_to(editable(request, noun, pk), by=request.user, **typed)
    undo = contact.last_act
    said = (_("Added to %(record)s") if undo else _("%(record)s has all of this already")) % {"record": contact}
    return answers.moved_on(request, contact, said=said, undo=undo)


def _typed(request: HttpRequest, noun: str, sent: Any) -> dict[str, Any]:
    """The fields of a form on its way, as far as they can be read already."""
    form = FORMS[noun](sent, user=request.user)
    for name in ("owner", "tags"):
        # They tell nothing of who it is.
        del form.fields[name]
    form.is_valid()
    return form.cleaned_data


def _visible(request: HttpRequest, noun: str, pk: int) -> Contact:
    return get_object_or_404(MODELS[noun].objects.visible_to(request.user), pk=pk)
