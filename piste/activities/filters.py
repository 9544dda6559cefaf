"""What My activities shows: state, whose, type, kind of record. The first choice of each is the one at first."""

from collections.abc import Mapping
from copy import copy

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import User
from piste.activities.cells import CELLS
from piste.activities.lines import Line, lines
from piste.activities.models import Activity, ActivityType
from piste.activities.querysets import ActivityQuerySet
from piste.activities.records import names_of
from piste.activities.states import Urgency, within
from piste.finding import asked, listings
from piste.finding.bulk import Bar
from piste.finding.cells import Row
from piste.finding.shapes import Shape
from piste.finding.tables import Look, Table
from piste.finding.views.lists import opened
from piste.history.subjects import timelines
from piste.kernel.clock import now
from piste.kernel.criteria import fields
from piste.teams.reach import team_ids

Choices = Mapping[str, str | Promise]

OPEN, DONE = "open", "done"
STATES: Choices = {
    OPEN: _("All open"),
    Urgency.OVERDUE.value: _("Late"),
    Urgency.TODAY.value: _("Today"),
    Urgency.PLANNED.value: _("Future"),
    DONE: _("Done"),
}


class Filter:
    """The filter as the address says it; what makes no sense there counts as not said, but for conditions."""

    def __init__(self, said: Mapping[str, str], user: User) -> None:
        self.user = user
        self.choices: dict[str, Choices] = {
            "state": STATES,
            "whose": _whose(user),
            "type": {"": _("All types")} | {str(type.pk): type.name for type in ActivityType.objects.visible_to(user)},
            "on": {"": _("All records")} | {noun: names_of(noun) for noun in timelines()},
        }
        self.chosen = {
            name: said[name] if said.get(name) in choices else next(iter(choices))
            for name, choices in self.choices.items()
        }

        self.f = asked.conditions(Activity.noun, said.get("f", ""))

    @property
    def is_done(self) -> bool:
        return self.chosen["state"] == DONE

    @property
    def is_mine(self) -> bool:
        return self.chosen["whose"] == "me"

    def asking(self, f: str) -> "Filter":
        """The same with other conditions."""
        other = copy(self)
        other.f = f
        return other

    def label(self, name: str) -> str | Promise:
        return self.choices[name][self.chosen[name]]

    def address(self, **other: str) -> str:
        """The page with this filter, where `other` is chosen otherwise."""
        return reverse("activities:mine", query=self.query(**other))

    def query(self, **other: str) -> dict[str, str]:
        """What the address says of the filter; the first choice of each is not said."""
        conditions = other.pop("f", self.f)
        chosen = self.chosen | other
        said = {name: choice for name, choice in chosen.items() if choice != next(iter(self.choices[name]))}
        return said | ({"f": conditions} if conditions else {})

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that say something of what is looked at."""
        who = "closed_by" if self.is_done else "assignee"
        when = "closed" if self.is_done else "deadline"
        return ("summary", "record", when) if self.is_mine and not self.is_done else ("summary", "record", when, who)

    def chips(self) -> list[tuple[str, str]]:
        """The conditions in words, each with those that are left without it."""
        return asked.chips(Activity.noun, self.f, self.user)

    def rows(self) -> QuerySet[Activity]:
        state = self.chosen["state"]
        rows = self._some()
        if self.is_done:
            return rows.done_lately()
        return rows.open() if state == OPEN else rows.in_state(state)

    def counts(self) -> dict[str, int]:
        """How many open ones in each state; only for one's own, which are few and found by an index."""
        if not self.is_mine:
            return {}
        states = (Urgency.OVERDUE, Urgency.TODAY, Urgency.PLANNED)
        each = {state.value: Count("pk", filter=within(state, now())) for state in states}
        return self._some().open().aggregate(**each, **{OPEN: Count("pk")})

    def _some(self) -> ActivityQuerySet:
        rows = Activity.objects.visible_to(self.user).filter(_by_whom(self.chosen["whose"], self.user))
        rows = asked.fitting(rows, Activity.noun, self.f, self.user)
        if self.chosen["type"]:
            rows = rows.filter(type=self.chosen["type"])
        return rows.filter(thread_noun=self.chosen["on"]) if self.chosen["on"] else rows


def _whose(user: User) -> Choices:
    choices: dict[str, str | Promise] = {"me": _("Mine")}
    if team_ids(user):
        choices["team"] = _("My team's")
    if user.sells:
        choices["all"] = _("All that I see")
    return choices


def _by_whom(whose: str, user: User) -> Q:
    if whose == "me":
        return Q(assignee=user)
    if whose == "all":
        return Q()
    teams = team_ids(user)
    working = Q(memberships__team__in=teams, memberships__active=True) | Q(led_teams__in=teams)
    return Q(assignee__in=User.objects.visible_to(user).filter(working).values("pk"))


def table(filter: Filter, shape: Shape, at: tuple[str, ...] = ()) -> Table:
    """The list of what fits."""
    look = Look(
        noun=Activity.noun,
        label=_("Activities"),
        element="mine",
        columns=filter.columns,
        sort="-closed" if filter.is_done else "deadline",
        cells="activities/_cells.html",
        special=("summary", "record", "deadline", "closed"),
        words={"summary": lambda row: str(row.more.activity), "record": _record},
        acts=True,
        enrich=_lines,
        live=True,
        bar=_bar(filter),
        exports=True,
        doors=_doors(filter),
    )
    readable = Activity.objects.visible_to(filter.user)
    return Table(filter.user, look, filter.rows(), shape, filter.address, readable=readable, at=at)


def _bar(filter: Filter) -> Bar:
    """What is closed stays as it is."""
    if filter.is_done or not filter.user.may_write:
        return Bar()
    return Bar(("done", "snooze", "reassign"), ("edit", "cancel"))


def _doors(filter: Filter) -> dict[str, str]:
    if filter.is_done or not filter.user.may_write:
        return {}
    return {key: reverse("activities:edit_cell", args=[0, key]) for key in CELLS}


def asked_table(request: HttpRequest) -> tuple[Filter, Table]:
    filter, shape = Filter(request.GET, request.user), Shape.of(fields.noun(Activity.noun), request.GET)
    return filter, table(filter, shape, opened(request, len(shape.group)))


listings.declare(Activity.noun, lambda request: asked_table(request)[1], open_to=lambda user: user.is_active)


def _record(row: Row) -> str:
    return row.more.record.title if row.more.record else ""


def _lines(rows: list[Row], user: User) -> dict[int, Line]:
    found = Activity.objects.visible_to(user).filter(pk__in=[row.key for row in rows])
    return {line.activity.pk: line for line in lines(found.select_related("type", "assignee", "closed_by"), user)}
