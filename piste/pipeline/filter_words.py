"""The filter in words: chips that read as a sentence, and the ready filters that stand as tabs (14.6)."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.activities.states import Urgency
from piste.contacts.models import Tag
from piste.pipeline.filters import Filter, Month, Scope, Show
from piste.pipeline.models import LossReason, Stage
from piste.teams.models import Team

NAMED = {"team": Team, "owner": User, "stage": Stage, "tag": Tag, "reason": LossReason}


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of the filter; `without` is the query that leaves it out, None where one of its kind must stand."""

    text: str
    without: str | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A filter with a name of its own."""

    text: str
    url: str
    current: bool


def chips(filter: Filter, user) -> list[Chip]:
    """The filter as a sentence: whose, which, and under what conditions."""
    whose = {
        Scope.MINE: _("Owner is me"),
        Scope.TEAM: _("Team is mine"),
        Scope.UNASSIGNED: _("Without owner"),
    }
    said = []
    if filter.scope in whose:
        said.append(Chip(whose[filter.scope], filter.query(scope=Scope.ALL)))
    said.append(Chip(str(filter.show.label), None if filter.show == Show.ACTIVE else filter.query(show=Show.ACTIVE)))
    if filter.step:
        said.append(Chip(str(Urgency(filter.step).label), filter.query(step="")))
    if filter.closing:
        said.append(Chip(_("Closing this month"), filter.query(closing=Month.ANY)))
    if filter.created:
        said.append(Chip(_("Created this month"), filter.query(created=Month.ANY)))
    if filter.rotting:
        said.append(Chip(_("Rotting"), filter.query(rotting=False)))
    named = [name for name in NAMED if getattr(filter, name)]
    return said + [Chip(_name(filter, name, user), filter.query(**{name: None})) for name in named]


def _name(filter: Filter, name: str, user) -> str:
    row = NAMED[name].objects.visible_to(user).filter(pk=getattr(filter, name)).first()
    return str(row or _("Unknown"))


def ready_filters(filter: Filter, user, *, here: str) -> list[Ready]:
    """The tabs over every view; each keeps whose records are looked at. `here` is the route of the view: lost
    records stand on no board, so theirs leads to the list."""
    offered = [
        (_("My open deals"), Filter(), here),
        (_("Closing this month"), filter.whose(closing=Month.THIS), here),
        (_("No next step"), filter.whose(show=Show.OPEN, step=Urgency.NONE), here),
    ]
    if Stage.objects.visible_to(user).filter(rotting_days__gt=0).exists():
        offered.append((_("Rotting"), filter.whose(show=Show.OPEN, rotting=True), here))
    offered.append((_("Lost"), filter.whose(show=Show.LOST), "pipeline:leads"))
    shown = replace(filter, q="", reason=None)
    return [Ready(text, reverse(route) + one.query(q=filter.q), one == shown) for text, one, route in offered]
