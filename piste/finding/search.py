"""What the search shows: each room puts its kinds of things into the slot "search", best ones first.

A filling is `f(request, typed, limit)` and answers a `Group`, or None when nothing was found.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from piste.history.models import Hanging, Subject
from piste.history.subjects import model_of
from piste.kernel.search import SearchQuerySet, terms
from piste.ui import slots

# No name is longer; what follows is not looked at.
TYPED_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Group:
    """Results of one kind, drawn by `template` as `row`; `all` is the address of the whole list when there are more."""

    title: str
    template: str
    rows: list[Any]
    all: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row that hangs on a record, with that record where the reader sees it, and its words around what was typed."""

    row: Any
    record: Any
    snippet: Any


def found(request: HttpRequest, limit: int) -> list[Group]:
    """The groups for what was typed into `q`; none when that holds no word."""
    text = typed(request)
    return slots.collect("search", request, typed=text, limit=limit) if terms(text) else []


def typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", " ").strip()[:TYPED_AT_MOST]


def best(rows: SearchQuerySet, text: str, limit: int, *, exact: Q | None = None) -> list[Any]:
    """What is exactly meant, then what begins with the words typed, then what holds them; each newest first."""
    exact = exact or Q(pk__in=[])
    grade = Case(When(exact, then=Value(0)), default=Value(1))
    first = list(rows.beginning(text, or_else=exact).annotate(grade=grade).order_by("grade", "-id")[:limit])
    if len(first) == limit:
        return first
    # Their keys alone first: the rows come with all that they are named by.
    keys = rows.exclude(pk__in=[row.pk for row in first]).newest_matching(text, limit - len(first))
    return first + list(rows.filter(pk__in=keys).order_by("-id"))


def newest(rows: SearchQuerySet, text: str, limit: int) -> list[Any]:
    """The newest that hold the words typed."""
    return list(rows.filter(pk__in=rows.newest_matching(text, limit)).order_by("-id"))


def group(title: str, template: str, rows: list[Any], limit: int, all: str = "") -> Group | None:
    """`rows` may hold one more than the limit: then `all` leads to the whole list."""
    return Group(title, template, rows[:limit], all if len(rows) > limit else "") if rows else None


def whole_list(route: str, **query: str) -> str:
    return f"{reverse(route)}?{urlencode(query)}"


def placed(rows: Iterable[Hanging], user, shown: Callable[[Any], Any]) -> list[Placed]:
    """The rows with their records, one query for each kind of record."""
    rows = list(rows)
    keys: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        keys[row.thread_noun].add(row.thread_id)
    records = {noun: _seen(model_of(noun), some, user) for noun, some in keys.items()}
    return [Placed(row, records[row.thread_noun].get(row.thread_id), shown(row)) for row in rows]


def _seen(model: type[Subject], keys: set[int], user) -> dict[int, Subject]:
    return model._default_manager.visible_to(user).select_related(*model.named_by).in_bulk(keys)
