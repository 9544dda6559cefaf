"""Team pipelines: the tiles, and what one decides about them in place."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import managers_only, sales_only
from piste.pipeline.forms.config import TeamColourForm, TeamNewsForm
from piste.pipeline.models import TeamFollower
from piste.pipeline.team_tiles import shown_teams, tiles
from piste.pipeline.verbs.following import follow_team
from piste.teams.models import Team
from piste.teams.verbs.configuring import edit_team, favour
from piste.ui import answers
from piste.ui.forms import HueField, bind


@sales_only
def team_pipelines(request: HttpRequest) -> HttpResponse:
    context = _shown(request)
    if request.htmx:
        return answers.part(request, "pipeline/_team_tiles.html", context)
    return answers.page(request, "pipeline/team_pipelines.html", context)


@require_POST
@sales_only
def favourite(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(shown_teams(request.user), pk=pk)
    on = request.POST.get("on") == "1"
    favour(team, by=request.user, on=on)
    said = _("%(team)s comes first now") if on else _("%(team)s stands in the order of the teams again")
    return answers.moved_on(request, "pipeline:team_pipelines", said=said % {"team": team})


@sales_only
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """What one is told of the team's records; at first of new ones (04.9)."""
    team = get_object_or_404(shown_teams(request.user), pk=pk)
    own = TeamFollower.objects.visible_to(request.user).filter(team=team).first()
    news = own.news if own else [TeamFollower.News.CREATED.value]
    form = bind(TeamNewsForm, request, initial={"news": news}, auto_id="follow_%s")
    if form.is_valid():
        follow_team(team, by=request.user, **form.cleaned_data)
        on = bool(form.cleaned_data["news"])
        said = _("You follow %(team)s") if on else _("You do not follow %(team)s any more")
        return answers.moved_on(request, "pipeline:team_pipelines", said=said % {"team": team})
    return answers.part(request, "pipeline/_follow_team.html", {"form": form, "team": team})


@require_POST
@managers_only
def colour(request: HttpRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.editable_by(request.user), pk=pk)
    form = bind(TeamColourForm, request)
    if not form.is_valid():
        return answers.page(request, "pipeline/team_pipelines.html", _shown(request) | {"form": form})
    changed = edit_team(team, by=request.user, **form.cleaned_data)
    undo = changed.last_act
    said = _("%(team)s has another colour") if undo else ""
    return answers.moved_on(request, "pipeline:team_pipelines", said=said % {"team": team} if said else "", undo=undo)


def _shown(request: HttpRequest) -> dict[str, Any]:
    return {"tiles": tiles(request.user), "hues": list(enumerate(HueField.NAMES))}
