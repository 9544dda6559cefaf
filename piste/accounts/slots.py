from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.ui import slots
from piste.ui.menu import Entry


@slots.fill("menu.configuration", order=5)
def settings(request: HttpRequest) -> Entry | None:
    return Entry(_("Settings"), reverse("accounts:switches"), icon="gear") if request.user.manages else None


@slots.fill("menu.site", order=10)
def users(request: HttpRequest) -> Entry | None:
    if not request.user.administers:
        return None
    return Entry(_("Users"), reverse("accounts:users"), icon="people")


@slots.fill("menu.site", order=90)
def audit_log(request: HttpRequest) -> Entry | None:
    if not request.user.administers:
        return None
    return Entry(_("Audit log"), reverse("accounts:audit"), icon="history")


@slots.fill("menu.site", order=20)
def company(request: HttpRequest) -> Entry | None:
    if not request.user.administers:
        return None
    return Entry(_("Company"), reverse("accounts:company"), icon="building")
