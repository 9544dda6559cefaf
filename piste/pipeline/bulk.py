"""Acts on a selection: what each asks, does and says (14.11)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from piste.history.recording import chunks, verb
from piste.kernel.refusals import Refused
from piste.pipeline.filters import Filter
from piste.pipeline.forms.bulk import (
    AssignManyForm,
    EditManyForm,
    LostManyForm,
    ManyForm,
    PriorityManyForm,
    StageManyForm,
    TagManyForm,
)
from piste.pipeline.forms.converting import ConvertManyForm
from piste.pipeline.many import Many
from piste.pipeline.models import Lead
from piste.pipeline.querysets import LeadQuerySet
from piste.pipeline.verbs.assigning import assign_many
from piste.pipeline.verbs.closing import mark_lost_many, mark_won_many, restore_many
from piste.pipeline.verbs.converting import convert_many
from piste.pipeline.verbs.editing import edit_many, tag_many
from piste.pipeline.verbs.moving import move_many
from piste.pipeline.verbs.storing import archive_many, unarchive_many

AT_MOST = 10_000
NAMED_AT_MOST = 50


@dataclass(frozen=True)
class Act:
    """One verb of the bar over the list; without a form it asks nothing."""

    title: str | Promise
    verb: Callable[..., Many]
    form: type[ManyForm] | None = None
    danger: bool = False
    wide: bool = False
    # Whether it tells what came of it though nothing was left out.
    tells: bool = False


ACTS: dict[str, Act] = {
    "won": Act(gettext_lazy("Won"), mark_won_many),
    "lost": Act(gettext_lazy("Lost"), mark_lost_many, LostManyForm, danger=True),
    "restore": Act(gettext_lazy("Restore"), restore_many),
    "convert": Act(gettext_lazy("Convert"), convert_many, ConvertManyForm, wide=True, tells=True),
    "assign": Act(gettext_lazy("Assign"), assign_many, AssignManyForm),
    "stage": Act(gettext_lazy("Stage"), move_many, StageManyForm),
    "tag": Act(gettext_lazy("Tags"), tag_many, TagManyForm),
    "priority": Act(gettext_lazy("Priority"), edit_many, PriorityManyForm),
    "edit": Act(gettext_lazy("Change a field"), edit_many, EditManyForm),
    "archive": Act(gettext_lazy("Archive"), archive_many),
    "unarchive": Act(gettext_lazy("Take out of the archive"), unarchive_many),
}


@dataclass
class Outcome:
    """What an act came to: the records changed, those that went into others, the rest with the reason, and how many
    this person does not see.
    """

    done: list[int] = field(default_factory=list)
    skipped: list[tuple[Lead, str]] = field(default_factory=list)
    # The first ones that were changed, to be named.
    named: list[Lead] = field(default_factory=list)
    merged: list[tuple[Lead, Lead]] = field(default_factory=list)
    hidden: int = 0
    change_set: int | None = None

    def add(self, result: Many) -> None:
        self.done += [lead.pk for lead in result.done]
        self.named += result.done[: NAMED_AT_MOST - len(self.named)]
        self.skipped += result.skipped
        self.merged += result.merged
        if result.change_set:
            self.change_set = result.change_set.pk


@dataclass(frozen=True)
class Selection:
    """Records that were ticked, or all that fit the filter."""

    user: Any
    keys: list[int]
    all: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        if request.POST.get("all"):
            found = Filter.of(request).leads(request.user, whole=True).order_by().values_list("pk", flat=True)
            return cls(request.user, bounded(list(found[: AT_MOST + 1])), all=True)
        # Many fields would be too many for one form: keys come with commas between them.
        sent = ",".join(request.POST.getlist("ids")).split(",")
        return cls(request.user, bounded(list({int(key): None for key in sent if key.isdecimal()})))

    @verb
    def do(self, act: Act, **values: Any) -> Outcome:
        """The verb on what this person may change; the rest is listed with the reason (12.B2).

        Some hundreds in memory at a time, all in one change set.
        """
        outcome = Outcome()
        for keys in chunks(self.keys):
            outcome.add(act.verb(self._allowed(keys, outcome), by=self.user, **values))
        return outcome

    def _allowed(self, keys: list[int], outcome: Outcome) -> LeadQuerySet:
        allowed = Lead.objects.editable_by(self.user).filter(pk__in=keys)
        others = set(keys).difference(allowed.values_list("pk", flat=True))
        read_only = list(Lead.objects.visible_to(self.user).filter(pk__in=others).select_related("owner"))
        outcome.skipped += [(lead, lead.read_only_message) for lead in read_only]
        outcome.hidden += len(others) - len(read_only)
        return allowed


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
        "count": count,
    }
