"""Leads and opportunities whose first answer is due soon, or missed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from piste.accounts.doors import sales_only
from piste.finding.shapes import Shape
from piste.finding.tables import Look, Table
from piste.finding.views.lists import listed, opened
from piste.kernel.criteria import fields
from piste.kernel.keys import is_key
from piste.pipeline.first_answers import Clock, are_watched, ticking
from piste.pipeline.models import Lead
from piste.teams.models import Team


@sales_only
def first_answers(request: HttpRequest) -> HttpResponse:
    clock = _clock(request)
    team = _team(request)
    rows = Lead.objects.visible_to(request.user).filter(ticking(clock))
    shape = Shape.of(fields.noun(Lead.noun), request.GET)
    here = {"clock": clock.value} | ({"team": team.pk} if team else {})
    table = Table(
        request.user,
        Look(
            noun=Lead.noun,
            label=_("First answers"),
            element="answers",
            columns=("title", "customer", "answer_clock", "owner", "team", "kind", "next_deadline", "created"),
            sort="created" if clock == Clock.SOON else "-created",
        ),
        rows.filter(team=team) if team else rows,
        shape,
        lambda: f"{reverse('pipeline:first_answers')}?{urlencode(here)}",
        readable=Lead.objects.visible_to(request.user),
        at=opened(request, len(shape.group)),
    )
    clocks = [(f"?{urlencode(here | {'clock': one.value})}", one.short, one == clock) for one in Clock]
    context = {
        "clocks": clocks,
        "team": team,
        "of_all_teams": f"?{urlencode({'clock': clock.value})}",
        "are_watched": are_watched(),
    }
    return listed(request, table, context, page="pipeline/first_answers.html", part="pipeline/_first_answers.html")


def _clock(request: HttpRequest) -> Clock:
    said = request.GET.get("clock", Clock.SOON.value)
    if said not in Clock.values:
        raise Http404
    return Clock(said)


def _team(request: HttpRequest) -> Team | None:
    said = request.GET.get("team", "")
    if not said:
        return None
    if not is_key(said):
        raise Http404
    return get_object_or_404(Team.objects.visible_to(request.user), pk=int(said))
