from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse

from piste.kernel.normal import plain
from piste.teams.models import Team
from piste.ui import answers

AT_MOST = 20


@login_required
def team_choices(request: HttpRequest) -> JsonResponse:
    """The teams whose name, in the reader's language, holds what is typed; in their order. Teams are few."""
    wanted = plain(request.GET.get("q", ""))
    rows = Team.objects.visible_to(request.user).current()
    found = [team for team in rows if wanted in plain(team.name)][:AT_MOST]
    return answers.choices([{"value": team.pk, "text": team.name} for team in found])
