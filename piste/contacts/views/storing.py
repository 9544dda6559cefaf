"""Out of sight, and back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import sales_only
from piste.contacts.facts import MODELS
from piste.contacts.lists import LISTS
from piste.contacts.models import Contact
from piste.contacts.verbs import storing
from piste.contacts.views.doors import editable
from piste.ui.answers import moved_on


@require_POST
@sales_only
def archive(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    contact = storing.archive(editable(request, noun, pk), by=request.user)
    return _told(request, contact, contact, _("%(name)s is archived"))


@require_POST
@sales_only
def unarchive(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    contact = storing.unarchive(editable(request, noun, pk), by=request.user)
    return _told(request, contact, contact, _("%(name)s is back in the lists"))


@require_POST
@sales_only
def trash(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    contact = get_object_or_404(MODELS[noun].objects.deletable_by(request.user), pk=pk)
    return _told(request, storing.trash(contact, by=request.user), LISTS[noun], _("%(name)s is in the trash"))


@require_POST
@sales_only
def untrash(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    contact = get_object_or_404(MODELS[noun].objects.trashed_for(request.user), pk=pk)
    return _told(request, storing.untrash(contact, by=request.user), contact, _("%(name)s is back"))


def _told(request: HttpRequest, contact: Contact, to: Contact | str, said: str) -> HttpResponse:
    return moved_on(request, to, said=said % {"name": contact}, undo=contact.last_act)
