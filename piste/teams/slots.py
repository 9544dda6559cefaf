"""What this room puts into the frame."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.ui import slots
from piste.ui.menu import Entry


@slots.fill("menu.configuration", order=10)
def teams(request: HttpRequest) -> Entry | None:
    return Entry(_("Sales teams"), reverse("teams:teams"), icon="group") if request.user.manages else None
