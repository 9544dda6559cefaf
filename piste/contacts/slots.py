"""What this room puts into the frame."""

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.contacts.models import Company, Person
from piste.finding import search
from piste.ui import slots
from piste.ui.menu import Entry


@slots.fill("menu.sales", order=80)
def customers(request: HttpRequest) -> Entry | None:
    if not request.user.sells:
        return None
    also = (reverse("contacts:companies"), reverse("contacts:people"))
    return Entry(
        _("Customers"), reverse("finding:start", args=[Company.noun]), icon="people", key="go_customers", also=also
    )


@slots.fill("search", order=20)
def found_companies(request: HttpRequest, typed: str, limit: int) -> search.Group | None:
    found = search.best(Company.objects.visible_to(request.user), typed, limit + 1, exact=Q(email=typed.lower()))
    more = search.whole_list("contacts:companies", q=typed)
    return search.group(_("Companies"), "contacts/_company_found.html", found, limit, more)


@slots.fill("search", order=30)
def found_people(request: HttpRequest, typed: str, limit: int) -> search.Group | None:
    rows = Person.objects.visible_to(request.user).select_related("company")
    found = search.best(rows, typed, limit + 1, exact=Q(email=typed.lower()))
    more = search.whole_list("contacts:people", q=typed)
    return search.group(_("People"), "contacts/_person_found.html", found, limit, more)


@slots.fill("menu.configuration", order=60)
def tags(request: HttpRequest) -> Entry | None:
    return Entry(_("Tags"), reverse("contacts:tags"), icon="tag") if request.user.manages else None


@slots.fill("new", order=20)
def company(request: HttpRequest) -> Entry | None:
    return _new(request, _("Company"), "contacts:new_company", "building")


@slots.fill("new", order=30)
def person(request: HttpRequest) -> Entry | None:
    return _new(request, _("Person"), "contacts:new_person", "person")


def _new(request: HttpRequest, label: str, route: str, icon: str) -> Entry | None:
    writes = request.user.sells and request.user.may_write
    return Entry(label, reverse(route), icon=icon, dialog=True) if writes else None
