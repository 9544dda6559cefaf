"""What this room puts into the frame."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.accounts.first_steps import Step
from piste.accounts.switches import Switch
from piste.teams.models import Membership
from piste.ui import slots
from piste.ui.menu import Entry


@slots.fill("menu.configuration", order=10)
def teams(request: HttpRequest) -> Entry | None:
    return Entry(_("Sales teams"), reverse("teams:teams"), icon="group") if request.user.manages else None


@slots.fill("settings.switches", order=20)
def several_teams_switch(request: HttpRequest) -> Switch:
    sentence = _(
        "A person works in as many teams as he is added to. Off: adding him to a second one asks, then moves him."
    )
    return Switch("one_team_per_person", _("Several teams per person"), sentence, reverse=True)


@slots.fill("first.steps", order=30)
def put_a_team_together(request: HttpRequest) -> Step:
    sentence = _("Who sells together, and who leads.")
    done = Membership.objects.visible_to(request.user).exists()
    return Step(_("Your team"), sentence, reverse("teams:teams"), is_done=done)
