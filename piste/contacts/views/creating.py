from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from piste.accounts.doors import writers_only
from piste.contacts.forms import CompanyForm, PersonForm
from piste.contacts.models import Company, Contact
from piste.contacts.verbs import creating
from piste.kernel.keys import is_key
from piste.ui.answers import moved_on, part
from piste.ui.forms import bind, refusals_beside


@writers_only
def new_company(request: HttpRequest) -> HttpResponse:
    initial = {"name": request.GET.get("name", ""), "owner": request.user.pk}
    form = bind(CompanyForm, request, user=request.user, initial=initial, auto_id="new_%s")
    if form.is_valid():
        with refusals_beside(form):
            return _told(request, creating.create_company(by=request.user, **form.values))
    return part(request, "contacts/_new.html", {"form": form, "noun": "company"})


@writers_only
def new_person(request: HttpRequest) -> HttpResponse:
    form = bind(PersonForm, request, user=request.user, initial=_asked(request), auto_id="new_%s")
    if form.is_valid():
        with refusals_beside(form):
            return _told(request, creating.create_person(by=request.user, **form.values))
    return part(request, "contacts/_new.html", {"form": form, "noun": "person"})


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the link to the dialog knew: a company, or the name that was searched for in vain."""
    first, _space, last = request.GET.get("name", "").strip().rpartition(" ")
    initial: dict[str, Any] = {"first_name": first, "last_name": last, "owner": request.user.pk}
    company = request.GET.get("company", "")
    if is_key(company) and (found := Company.objects.visible_to(request.user).filter(pk=company).first()):
        initial |= {"company": found.pk, "owner": found.owner_id or request.user.pk}
    return initial


def _told(request: HttpRequest, contact: Contact) -> HttpResponse:
    said = _("%(name)s is created") % {"name": contact}
    return moved_on(request, contact, said=said, undo=contact.last_act)
