"""How evenly the records of teams are shared, and the records themselves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from piste.accounts.doors import only
from piste.accounts.models import User
from piste.assignment.bands import Band, Banding, bands
from piste.assignment.sharing import given_rows, may_look, shares, teams_of
from piste.finding.shapes import Shape
from piste.finding.tables import Look, Table
from piste.finding.views.lists import listed, opened
from piste.kernel.clock import now
from piste.kernel.criteria import fields
from piste.kernel.keys import is_key
from piste.pipeline.models import Lead
from piste.ui import answers

lookers_only = only(may_look)


@lookers_only
def fairness(request: HttpRequest) -> HttpResponse:
    by = _banding(request)
    context = {"shares": shares(request.user, by), "by": by, "bandings": Banding, "bands": bands(by)}
    return answers.page(request, "assignment/fairness.html", context)


@lookers_only
def given(request: HttpRequest) -> HttpResponse:
    """Exactly the records that a number of the fairness page counts."""
    team = get_object_or_404(teams_of(request.user), pk=_key(request, "team"))
    user = get_object_or_404(User.objects.visible_to(request.user), pk=_key(request, "user"))
    band = _band(request)
    rows = given_rows(request.user, now()).filter(team=team, owner=user)
    shape = Shape.of(fields.noun(Lead.noun), request.GET)
    said = {name: request.GET[name] for name in ("team", "user", "by", "band") if name in request.GET}
    table = Table(
        request.user,
        Look(
            noun=Lead.noun,
            label=_("Given over 30 days"),
            element="given",
            columns=("title", "customer", "kind", "outcome", "stage", "expected_revenue", "probability", "assigned"),
            sort="-assigned",
        ),
        rows.filter(band.condition) if band else rows,
        shape,
        lambda: f"{reverse('assignment:given')}?{urlencode(said)}",
        readable=Lead.objects.visible_to(request.user),
        at=opened(request, len(shape.group)),
    )
    context = {"team": team, "person": user, "band": band, "by": _banding(request)}
    return listed(request, table, context, page="assignment/given.html", part="assignment/_given.html")


def _banding(request: HttpRequest) -> Banding:
    said = request.GET.get("by")
    return Banding(said) if said in Banding.values else Banding.PROBABILITY


def _band(request: HttpRequest) -> Band | None:
    """The band in the address; one that does not exist is never "all"."""
    said = request.GET.get("band")
    if not said:
        return None
    for band in bands(_banding(request)):
        if band.key == said:
            return band
    raise Http404


def _key(request: HttpRequest, name: str) -> int:
    said = request.GET.get(name, "")
    if is_key(said):
        return int(said)
    raise Http404
