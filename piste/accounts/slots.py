from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from piste.accounts.first_steps import Step, first_steps
from piste.accounts.models import Site
from piste.ui import answers, slots
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


@slots.fill("menu.configuration", order=95)
def all_first_steps(request: HttpRequest) -> Entry | None:
    return Entry(_("First steps"), reverse("accounts:first_steps"), icon="flag") if request.user.manages else None


@slots.fill("start.top", order=10)
def first_steps_to_go(request: HttpRequest) -> SafeString | None:
    """On the start page of whoever sets Piste up, until all is done or he hides it (14.20)."""
    if not request.user.manages:
        return None
    first = first_steps(request) if request.user.first_steps else None
    if first and first.are_done:
        return None
    return answers.render_part(request, "accounts/_first_steps.html", {"first": first})


@slots.fill("first.steps", order=10)
def name_the_company(request: HttpRequest) -> Step | None:
    if not request.user.administers:
        return None
    named = request.site.name != Site._meta.get_field("name").default
    sentence = _("Its name, language, country and currency.")
    return Step(_("Company and language"), sentence, reverse("accounts:company"), is_done=named)
