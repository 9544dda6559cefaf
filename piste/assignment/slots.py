"""What this room puts into the frame and onto the pages of teams."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from piste.assignment.sharing import may_look
from piste.assignment.views.teams import shown
from piste.teams.models import Team
from piste.ui import answers, slots
from piste.ui.menu import Entry


@slots.fill("menu.configuration", order=20)
def assignment(request: HttpRequest) -> Entry | None:
    if not request.user.manages:
        return None
    return Entry(_("Assignment"), reverse("assignment:settings"), icon="split")


@slots.fill("menu.understand", order=60)
def fairness(request: HttpRequest) -> Entry | None:
    return Entry(_("Fairness"), reverse("assignment:fairness"), icon="split") if may_look(request.user) else None


@slots.fill("team.body", order=20)
def taking_part(request: HttpRequest, team: Team) -> SafeString | None:
    if team.archived:
        return None
    return answers.render_part(request, "assignment/_team.html", shown(request, team))
