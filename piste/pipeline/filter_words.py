"""The filter in words: chips that read as a sentence, facets to choose from, ready filters as tabs (14.6)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.activities.states import Urgency
from piste.contacts.models import Company, Person, Tag
from piste.finding import asked
from piste.kernel.criteria.parsing import both, parse, text
from piste.pipeline.filters import Filter, Month, Scope, Show
from piste.pipeline.first_answers import Clock, are_watched
from piste.pipeline.models import Lead, LossReason, Stage
from piste.teams.models import Team
from piste.teams.reach import team_ids

NAMED = {
    "team": Team,
    "owner": User,
    "stage": Stage,
    "tag": Tag,
    "reason": LossReason,
    "company": Company,
    "person": Person,
}
TEAMS_OFFERED = 12
NOTHING = Filter()

# Gives the query of the same view with another value in its filter, as Filter.query does.
Address = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of the filter; `without` is the query that leaves it out, None where one of its kind must stand. `asked`
    where it is a condition, which the builder changes."""

    text: str
    without: str | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that makes another filter."""

    text: str
    url: str
    current: bool


def chips(filter: Filter, user, address: Address) -> list[Chip]:
    """The filter as a sentence: whose, which, and under what conditions."""
    whose = {Scope.MINE: _("Owner is me"), Scope.TEAM: _("Team is mine"), Scope.UNASSIGNED: _("Without owner")}
    conditions = [
        (filter.step, "step", "", filter.step and Urgency(filter.step).label),
        (filter.closing, "closing", Month.ANY, _("Closing this month")),
        (filter.created, "created", Month.ANY, _("Created this month")),
        (filter.rotting, "rotting", False, _("Rotting")),
    ]
    said = []
    if filter.scope in whose:
        said.append(Chip(whose[filter.scope], address(scope=Scope.ALL)))
    if filter.of_leads:
        said.append(Chip(_("Leads")))
    said.append(Chip(_shown_as(filter, filter.show), address(show=Show.ACTIVE) if filter.show != Show.ACTIVE else None))
    said += [Chip(str(text), address(**{name: off})) for on, name, off, text in conditions if on]
    named = [name for name in NAMED if getattr(filter, name)]
    said += [Chip(_name_of(filter, name, user), address(**{name: None})) for name in named]
    return said + [Chip(text, address(f=rest), asked=True) for text, rest in asked.chips(Lead.noun, filter.f, user)]


def _shown_as(filter: Filter, show: Show) -> str:
    """Leads are never won."""
    return str(Show.OPEN.label if filter.of_leads and show == Show.ACTIVE else show.label)


def _name_of(filter: Filter, name: str, user) -> str:
    row = NAMED[name].objects.visible_to(user).filter(pk=getattr(filter, name)).first()
    return str(row or _("Unknown"))


def scopes(filter: Filter, user, address: Address) -> list[Choice]:
    """Whose records, as far as the user may look."""
    offered = [Scope.MINE, Scope.TEAM, Scope.ALL] if team_ids(user) else [Scope.MINE, Scope.ALL]
    return [
        Choice(str(scope.label), address(scope=scope, team=None), scope == filter.scope and not filter.team)
        for scope in offered
    ]


def facets(filter: Filter, user, address: Address) -> list[tuple[str, list[Choice]]]:
    """Everything else that can be chosen, in groups with their heads."""

    def choice(text: str, **values) -> Choice:
        on = all(getattr(filter, name) == value for name, value in values.items())
        off = {name: getattr(NOTHING, name) for name in values}
        return Choice(str(text), address(**(off if on else values)), on)

    def clock(one: Clock) -> Choice:
        asked, now = parse(Lead.noun, {"f": "answer_clock", "op": one.value}), filter.conditions
        on = now == asked
        return Choice(str(one.label), address(f="" if on else text(both(now, asked))), on)

    teams = Team.objects.visible_to(user).current()[:TEAMS_OFFERED]
    clocks = [clock(one) for one in Clock] if are_watched() else []
    groups = [
        (_("Whose"), [*scopes(filter, user, address), choice(str(Scope.UNASSIGNED.label), scope=Scope.UNASSIGNED)]),
        (_("Team"), [choice(team.name, team=team.pk) for team in teams]),
        (_("Outcome"), [choice(_shown_as(filter, show), show=show) for show in _shows(filter)]),
        (_("Next step"), [choice(str(state.label), step=str(state)) for state in Urgency]),
        (_("First answer"), clocks),
        (
            _("Time"),
            [
                choice(_("Closing this month"), closing=Month.THIS),
                choice(_("Created this month"), created=Month.THIS),
                choice(_("Rotting"), rotting=True),
            ],
        ),
    ]
    return [(head, choices) for head, choices in groups if choices]


def _shows(filter: Filter) -> list[Show]:
    return [Show.ACTIVE, Show.LOST, Show.ARCHIVED] if filter.of_leads else list(Show)


def ready_filters(filter: Filter, user, *, here: str) -> list[Choice]:
    """The tabs over every view; each keeps whose records are looked at. `here` is the route of the view: lost
    records stand on no board, so theirs leads to the list."""
    if filter.of_leads:
        return _ready_for_leads(filter, here)
    offered = [
        (_("My open deals"), Filter(), here),
        (_("Closing this month"), filter.whose(closing=Month.THIS), here),
        (_("No next step"), filter.whose(show=Show.OPEN, step=Urgency.NONE), here),
    ]
    if Stage.objects.visible_to(user).filter(rotting_days__gt=0).exists():
        offered.append((_("Rotting"), filter.whose(show=Show.OPEN, rotting=True), here))
    offered.append((_("Lost"), filter.whose(show=Show.LOST), "pipeline:leads"))
    shown = replace(filter, q="", reason=None)
    return [Choice(text, reverse(route) + one.query(q=filter.q), one == shown) for text, one, route in offered]


def _ready_for_leads(filter: Filter, here: str) -> list[Choice]:
    leads = Filter(kind=Lead.Kind.LEAD)
    offered = [
        (_("My leads"), leads),
        (_("Unassigned"), replace(leads, scope=Scope.UNASSIGNED)),
        (_("No next step"), filter.whose(step=Urgency.NONE)),
        (_("Lost"), filter.whose(show=Show.LOST)),
    ]
    shown = replace(filter, q="", reason=None)
    return [Choice(text, reverse(here) + one.query(q=filter.q), one == shown) for text, one in offered]
