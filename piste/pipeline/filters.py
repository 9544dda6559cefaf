"""One filter for every view of the pipeline, read from the address and written back to it (14.5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Self

from django.db.models import Q, TextChoices
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.activities.states import Urgency, within
from piste.kernel.clock import day_begins, now, today
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.compiling import fitting
from piste.kernel.criteria.parsing import Group, both, parse, text
from piste.kernel.keys import is_key
from piste.kernel.refusals import Refused
from piste.pipeline.models import BoardTotal, Lead, Stage
from piste.pipeline.querysets import BoardTotalQuerySet, LeadQuerySet, shared_with
from piste.teams.reach import team_ids


class Scope(TextChoices):
    MINE = "mine", gettext_lazy("Mine")
    TEAM = "team", gettext_lazy("My team")
    ALL = "all", gettext_lazy("All")
    UNASSIGNED = "unassigned", gettext_lazy("Unassigned")


class Show(TextChoices):
    """Which outcomes; archived records are shown by their own word only."""

    ACTIVE = "active", gettext_lazy("Open or won")
    OPEN = "open", gettext_lazy("Open")
    WON = "won", gettext_lazy("Won")
    LOST = "lost", gettext_lazy("Lost")
    ANY = "any", gettext_lazy("Open, won or lost")
    ARCHIVED = "archived", gettext_lazy("Archived")


class Month(TextChoices):
    ANY = "", gettext_lazy("Any time")
    THIS = "month", gettext_lazy("This month")


# Links of the record that the board's ledger knows nothing of.
LINKED = {"tag": "tags", "reason": "lost_reason", "company": "company", "person": "person"}


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown. The field names are those of the address; what is not in the address has its default."""

    scope: Scope = Scope.MINE
    kind: Lead.Kind = Lead.Kind.OPPORTUNITY
    show: Show = Show.ACTIVE
    team: int | None = None
    owner: int | None = None
    stage: int | None = None
    tag: int | None = None
    reason: int | None = None
    company: int | None = None
    person: int | None = None
    step: str = ""
    closing: Month = Month.ANY
    created: Month = Month.ANY
    rotting: bool = False
    q: str = ""
    # Further conditions in the criteria language, as the JSON text of the address.
    f: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """The filter in the address; Refused for a value that does not exist, never "everything" (00.B1)."""
        return cls.said(request.GET)

    @classmethod
    def said(cls, given: Mapping[str, str]) -> Self:
        return cls(
            **{field.name: READ[field.name](given[field.name]) for field in fields(cls) if given.get(field.name)}
        )

    def query(self, **changes: Any) -> str:
        """The filter as the query of an address, with these values instead of its own; "" when all are defaults."""
        said = urlencode(replace(self, **changes).params())
        return f"?{said}" if said else ""

    def params(self) -> dict[str, str]:
        """What differs from the defaults, as the address says it."""
        said = {field.name: (getattr(self, field.name), field.default) for field in fields(self)}
        return {
            name: "1" if value is True else str(value) for name, (value, default) in said.items() if value != default
        }

    def whose(self, **values: Any) -> "Filter":
        """A filter of the same people's records, with these conditions and no others."""
        return replace(Filter(), scope=self.scope, kind=self.kind, team=self.team, owner=self.owner, **values)

    def leads(self, user, *, whole: bool = False) -> LeadQuerySet:
        """The records that fit, of those that the user may see; `whole` when they are counted, not paged."""
        rows = Lead.objects.visible_to(user).filter(self._of_people(user))
        if self.on_board:
            rows = rows.board()
        elif self.of_leads and self.show in (Show.ACTIVE, Show.OPEN):
            rows = rows.to_qualify()
        else:
            rows = rows.filter(kind=self.kind, archived=self.show == Show.ARCHIVED)
        if self.on_board and self.show == Show.OPEN:
            # The same as by outcome; but SQLite would read all open records by that index, and sort them.
            rows = rows.filter(closed_at=None)
        elif self.show in (Show.WON, Show.LOST):
            rows = rows.filter(outcome=self.show)
        rows = fitting(self._refined(rows, user), self.conditions, Asker.of(user))
        return rows.matching(self.q, whole=whole)

    @property
    def conditions(self) -> Group:
        return parse(Lead.noun, self.f)

    def dated(self) -> "Filter":
        """The same with its months said as conditions, which can be moved to another time."""
        months = {"expected_closing": self.closing, "created": self.created}
        said = [{"f": name, "op": "rel", "v": "this_month"} for name, month in months.items() if month]
        conditions = both(self.conditions, parse(Lead.noun, {"all": said}))
        return replace(self, closing=Month.ANY, created=Month.ANY, f=text(conditions))

    def totals(self, user) -> BoardTotalQuerySet | None:
        """The lines of the board's ledger that hold exactly these records; None when it does not know enough."""
        # Lines know nothing of shares: whoever has some is counted what he sees.
        if not self.is_plain or (self.scope != Scope.MINE and shared_with(user)):
            return None
        lines = BoardTotal.objects.visible_to(user).filter(self._of_people(user))
        if self.show != Show.ACTIVE:
            lines = lines.filter(stage__is_won=self.show == Show.WON)
        return lines.filter(within(self.step, now(), "due")) if self.step else lines

    @property
    def is_plain(self) -> bool:
        """Whether it asks for nothing but owners, teams, outcomes of the board and next steps."""
        asked = (self.q, self.f, self.closing, self.created, self.rotting, *(getattr(self, name) for name in LINKED))
        return self.on_board and not any(asked)

    @property
    def on_board(self) -> bool:
        return not self.of_leads and self.show in (Show.ACTIVE, Show.OPEN, Show.WON)

    @property
    def of_leads(self) -> bool:
        """Whether leads are looked at, which are not opportunities yet."""
        return self.kind == Lead.Kind.LEAD

    def teams(self, user) -> list[int]:
        """The teams whose stages belong to the board (01.11)."""
        if self.team:
            return [self.team]
        return team_ids(user) if self.scope in (Scope.MINE, Scope.TEAM) else []

    def _of_people(self, user) -> Q:
        """Of a record, and of a line in the ledger: both name team, owner and stage."""
        whose = {
            Scope.MINE: Q(owner=user),
            Scope.TEAM: Q(team__in=team_ids(user)),
            Scope.ALL: Q(),
            Scope.UNASSIGNED: Q(owner=None),
        }[self.scope]
        for name in ("team", "owner", "stage"):
            if key := getattr(self, name):
                whose &= Q(**{name: key})
        return whose

    def _refined(self, rows: LeadQuerySet, user) -> LeadQuerySet:
        if self.step:
            rows = rows.filter(within(self.step, now(), "next_due"))
        for name, column in LINKED.items():
            if key := getattr(self, name):
                rows = rows.filter(**{column: key})
        if self.closing:
            begin, end = month_of(today(user))
            rows = rows.filter(expected_closing__gte=begin, expected_closing__lt=end)
        if self.created:
            begin, end = (day_begins(day, user.time_zone) for day in month_of(today(user)))
            rows = rows.filter(created_at__gte=begin, created_at__lt=end)
        return rows.filter(rotten(Stage.objects.visible_to(user))) if self.rotting else rows


def month_of(day: date) -> tuple[date, date]:
    """The first day of its month, and of the next one."""
    begin = day.replace(day=1)
    return begin, (begin + timedelta(days=31)).replace(day=1)


def rotten(stages) -> Q:
    """Open records that nobody touched for as many days as their stage allows (01.36)."""
    rots = Q(pk__in=[])
    for stage in stages:
        if stage.rotting_days and not stage.is_won:
            rots |= Q(stage=stage, touched_at__lt=now() - timedelta(days=stage.rotting_days))
    return rots & Q(outcome=Lead.Outcome.OPEN)


def _one_of(choices: type[TextChoices], typed: str) -> Any:
    try:
        return choices(typed)
    except ValueError:
        raise _unknown(typed) from None


def _key(typed: str) -> int:
    if is_key(typed):
        return int(typed)
    raise _unknown(typed)


def _unknown(typed: str) -> Refused:
    return Refused(_("The filter uses “%(value)s”, which does not exist. Nothing was searched.") % {"value": typed})


READ: dict[str, Callable[[str], Any]] = {
    "scope": partial(_one_of, Scope),
    "kind": partial(_one_of, Lead.Kind),
    "show": partial(_one_of, Show),
    "step": partial(_one_of, Urgency),
    "closing": partial(_one_of, Month),
    "created": partial(_one_of, Month),
    "team": _key,
    "owner": _key,
    "stage": _key,
    "tag": _key,
    "reason": _key,
    "company": _key,
    "person": _key,
    "rotting": lambda typed: typed == "1",
    "q": lambda typed: typed.strip()[:200],
    # Read at once, so that a filter that cannot be read is refused before anything is searched.
    "f": lambda typed: text(parse(Lead.noun, typed)),
}
