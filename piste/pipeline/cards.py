"""Cards as plain rows: what they show, read in two statements, and nothing that a template has to ask for."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from django.db.models import QuerySet

from piste.activities.states import state_of
from piste.kernel.clock import now
from piste.kernel.naming import in_language
from piste.kernel.prepared import prepared
from piste.pipeline.models import Lead, Stage
from piste.pipeline.querysets import LeadQuerySet

# Behind everything that has a place of its own.
LAST = 10**15


class Row(NamedTuple):
    """The columns that are read, by their names in the database."""

    id: int
    title: str
    stage: int
    outcome: str
    company__name: str | None
    person__first_name: str | None
    person__last_name: str | None
    company_name: str
    contact_name: str
    expected_revenue: Decimal | None
    probability: Decimal
    priority: int
    colour: int
    owner: int | None
    owner__name: str | None
    stage_since: datetime
    touched_at: datetime
    closed_at: datetime | None
    next_due: datetime | None
    next_activity__summary: str | None
    next_activity__type__icon: str | None
    next_activity__type__name_en: str | None
    next_activity__type__name_fr: str | None
    # The value of the order that is looked at.
    by: date | Decimal | float | None

    @property
    def customer(self) -> str:
        person = f"{self.person__first_name or ''} {self.person__last_name or ''}".strip()
        return self.company__name or person or self.company_name or self.contact_name

    @property
    def step(self) -> str:
        return self.next_activity__summary or in_language(
            self.next_activity__type__name_en or "", self.next_activity__type__name_fr or ""
        )


class Card(NamedTuple):
    """What stands on a card: two that are equal look the same."""

    id: int
    stage: int
    title: str
    customer: str
    revenue: Decimal | None
    # None on what is won; `guessed` when it is only that of the stage.
    chance: Decimal | None
    guessed: bool
    stars: int
    colour: int
    owner: int | None
    owner_name: str
    days: int
    rots: bool
    # Of the next step; empty on what is won and needs none.
    urgency: str
    step: str
    icon: str
    tags: tuple[tuple[str, int], ...]
    # By which the cards of a column stand: the smaller, the higher.
    place: float


def cards_of(rows: LeadQuerySet, stages: Iterable[Stage], order: str) -> dict[int, Card]:
    """The cards of these records by key; `order` names the column they stand in order of, `-name` descends.

    Records in other stages have no card.
    """
    return _drawn_up(_read(rows, order), stages, order)


def cards_by_key(keys: list[int], stages: Iterable[Stage], order: str) -> dict[int, Card]:
    """The same for records that are known to be seen."""
    return _drawn_up(_by_key(order)(keys), stages, order)


def _read(rows: LeadQuerySet, order: str) -> QuerySet:
    return rows.order_by().values_list(*Row._fields[:-1], order.lstrip("-"))


@cache
def _by_key(order: str) -> prepared:
    return prepared(lambda keys: _read(Lead.objects.filter(pk__in=keys), order))


def _drawn_up(rows: Iterable[tuple], stages: Iterable[Stage], order: str) -> dict[int, Card]:
    by_key, at = {stage.pk: stage for stage in stages}, now()
    found = [row for one in rows if (row := Row(*one)).stage in by_key]
    tags = tags_of([row.id for row in found])
    return {row.id: _card(row, by_key[row.stage], tags[row.id], order, at) for row in found}


def tags_of(keys: Iterable[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    """Name and colour of each tag, by record; one statement for all of them."""
    worn: dict[int, tuple[tuple[str, int], ...]] = defaultdict(tuple)
    name = cache(in_language)
    for lead, english, french, colour in _links(list(keys)):
        worn[lead] += ((name(english, french), colour),)
    return worn


@prepared
def _links(leads: list[int]) -> QuerySet:
    links = Lead.tags.through._base_manager.filter(lead__pk__in=leads, tag__deleted_at=None).order_by("id")
    return links.values_list("lead", "tag__name_en", "tag__name_fr", "tag__colour")


def _card(row: Row, stage: Stage, tags: tuple[tuple[str, int], ...], order: str, at: datetime) -> Card:
    is_open = row.outcome == Lead.Outcome.OPEN
    idle = timedelta(days=stage.rotting_days)
    return Card(
        id=row.id,
        stage=row.stage,
        title=row.title,
        customer=row.customer,
        revenue=row.expected_revenue,
        chance=row.probability if is_open else None,
        guessed=row.probability == stage.default_probability,
        stars=row.priority,
        colour=row.colour,
        owner=row.owner,
        owner_name=row.owner__name or "",
        days=(at - row.stage_since).days,
        rots=is_open and bool(idle) and row.touched_at < at - idle,
        urgency=str(state_of(row.next_due, at)) if is_open or row.next_due else "",
        step=row.step,
        icon=row.next_activity__type__icon or "",
        tags=tags,
        place=_place(row.closed_at, "-") if stage.is_won else _place(row.by, order),
    )


def _place(value: date | Decimal | float | None, order: str) -> float:
    if value is None:
        return LAST
    if isinstance(value, datetime):
        value = value.timestamp()
    elif isinstance(value, date):
        value = value.toordinal()
    number = float(value)
    # Written without ".0": hundreds of them stand on a board.
    number = int(number) if number.is_integer() else number
    return -number if order.startswith("-") else number
