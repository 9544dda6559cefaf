"""Acts on a selection of any noun: what each asks, does and says (14.11)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piste.finding.bulk_forms import ManyForm
from piste.history.many import Many
from piste.history.models import Subject
from piste.history.recording import chunks, verb
from piste.history.subjects import model_of
from piste.kernel.keys import is_key
from piste.kernel.refusals import Refused
from piste.ui.formats import number

AT_MOST = 10_000
NAMED_AT_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One verb of the bar over a list; without a form it asks nothing."""

    title: str | Promise
    verb: Callable[..., Many] | None = None
    form: type[ManyForm] | None = None
    icon: str = ""
    # The name of its single key (ui/keys.py).
    key: str = ""
    danger: bool = False
    primary: bool = False
    wide: bool = False
    # The question of the noun's queryset that says with which rows somebody may do it.
    may: str = "editable_by"
    # Templates: of its fields, where they are not simply all of them; of buttons that answer it at once; of what came
    # of it, told though nothing was left out.
    fields: str = ""
    quick: str = ""
    tells: str = ""
    # An act with a dialog of its own: what answers for the selected rows of a noun, or the route of its door.
    door: Callable[[HttpRequest, str, list[int]], HttpResponse] | None = None
    route: str = ""
    # How the worker reads what the dialog of such an act was sent: the values of its verb.
    reads: Callable[[Any, str, list[int], QueryDict], dict[str, Any]] | None = None
    # What is said besides, once it is done, from the values that were asked; "" for nothing.
    warns: Callable[[Mapping[str, Any]], str] | None = None
    # The value that goes round, one turn for each row.
    in_turn: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Names of the acts that a list offers for ticked rows: in its bar, and in the menu of the bar."""

    acts: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


NO_ACTS = Bar()

_acts: dict[str, dict[str, Act]] = {}


def declare(noun: str, acts: Mapping[str, Act]) -> None:
    """The acts of a noun by their names; a higher room may add its own."""
    _acts.setdefault(noun, {}).update(acts)


def acts_of(noun: str) -> Mapping[str, Act]:
    return _acts.get(noun, {})


def named(noun: str, names: Iterable[str]) -> list[tuple[str, Act]]:
    """These acts in this order, as far as they are declared."""
    known = acts_of(noun)
    return [(name, known[name]) for name in names if name in known]


def rows_for(user: Any, noun: str, question: str) -> QuerySet:
    """The rows of a noun that this person sees, may edit, and so on."""
    return getattr(model_of(noun)._default_manager.all(), question)(user)


@dataclass
class Outcome:
    """What an act came to: the rows changed, those that went into others, the rest with the reason, and how many this
    person does not see.
    """

    done: list[int] = field(default_factory=list)
    skipped: list[tuple[Subject, str]] = field(default_factory=list)
    # The first ones that were changed, to be named.
    named: list[Subject] = field(default_factory=list)
    merged: list[tuple[Subject, Subject]] = field(default_factory=list)
    hidden: int = 0
    # Went into others too, and left out too, and not named.
    more_merged: int = 0
    more_skipped: int = 0
    change_set: int | None = None

    def add(self, result: Many) -> None:
        self.done += [row.pk for row in result.done]
        self.named += result.done[: NAMED_AT_MOST - len(self.named)]
        self.skipped += result.skipped
        self.merged += result.merged
        if result.change_set:
            self.change_set = result.change_set.pk


@dataclass(frozen=True)
class Selection:
    """Rows of a noun that were ticked, or all that fit the filter."""

    user: Any
    noun: str
    keys: list[int]
    all: bool = False

    @classmethod
    def of(cls, request: HttpRequest, noun: str, found: Callable[[], QuerySet]) -> Self:
        """`found` are all that fit the filter of the address."""
        if request.POST.get("all"):
            keys = found().order_by().values_list("pk", flat=True)
            return cls(request.user, noun, bounded(list(keys[: AT_MOST + 1])), all=True)
        # Many fields would be too many for one form: keys come with commas between them.
        sent = ",".join(request.POST.getlist("ids")).split(",")
        return cls(request.user, noun, bounded(list({int(key): None for key in sent if is_key(key)})))

    @verb
    def do(self, act: Act, **values: Any) -> Outcome:
        """The verb on what this person may change; the rest is listed with the reason (12.B2).

        Some hundreds in memory at a time, all in one change set.
        """
        outcome = Outcome()
        for keys in chunks(self.keys):
            if act.verb:
                outcome.add(act.verb(self._allowed(act, keys, outcome), by=self.user, **values))
        return outcome

    def left_out(self, act: Act) -> int:
        """How many of them this person may not do it with."""
        allowed = (self._may(act).filter(pk__in=keys).count() for keys in chunks(self.keys))
        return len(self.keys) - sum(allowed)

    @property
    def _rows(self) -> Any:
        return model_of(self.noun)._default_manager

    def _may(self, act: Act) -> QuerySet:
        return rows_for(self.user, self.noun, act.may)

    def _allowed(self, act: Act, keys: list[int], outcome: Outcome) -> QuerySet:
        allowed = self._may(act).filter(pk__in=keys)
        others = set(keys).difference(allowed.values_list("pk", flat=True))
        if others:
            links = ["owner"] if hasattr(model_of(self.noun), "owner") else []
            seen = self._rows.visible_to(self.user).filter(pk__in=others)
            read_only = list(seen.select_related(*links, *model_of(self.noun).named_by))
            outcome.skipped += [(row, _reason(row)) for row in read_only]
            outcome.hidden += len(others) - len(read_only)
        return allowed


def _reason(row: Subject) -> str:
    """Why somebody who sees the row may not do this with it (12.B2)."""
    return getattr(row, "read_only_message", "") or _("You can read this record, but not change it.")


def bounded(keys: list[int]) -> list[int]:
    if not keys:
        raise Refused(_("Choose some records first."))
    if len(keys) > AT_MOST:
        raise Refused(_("More than 10,000 records at once are too many. Narrow the filter."))
    return keys


def said(act: Act, count: int) -> str:
    """Lost: 12 records"""
    return ngettext("%(act)s: %(count)s record", "%(act)s: %(count)s records", count) % {
        "act": act.title,
        "count": number(count),
    }
