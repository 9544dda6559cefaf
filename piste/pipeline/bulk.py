"""Acts on a selection: what each asks, does and says (14.11)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from piste.kernel.refusals import Refused
from piste.pipeline.filters import Filter
from piste.pipeline.forms.bulk import (
    AssignManyForm,
    LostManyForm,
    ManyForm,
    PriorityManyForm,
    StageManyForm,
    TagManyForm,
)
from piste.pipeline.many import Many
from piste.pipeline.models import Lead
from piste.pipeline.verbs.assigning import assign_many
from piste.pipeline.verbs.closing import mark_lost_many, mark_won_many, restore_many
from piste.pipeline.verbs.editing import edit_many, tag_many
from piste.pipeline.verbs.moving import move_many
from piste.pipeline.verbs.storing import archive_many, unarchive_many

AT_MOST = 10_000


@dataclass(frozen=True)
class Act:
    """One verb of the bar over the list; without a form it asks nothing."""

    title: str | Promise
    verb: Callable[..., Many]
    form: type[ManyForm] | None = None
    danger: bool = False


ACTS: dict[str, Act] = {
    "won": Act(gettext_lazy("Won"), mark_won_many),
    "lost": Act(gettext_lazy("Lost"), mark_lost_many, LostManyForm, danger=True),
    "restore": Act(gettext_lazy("Restore"), restore_many),
    "assign": Act(gettext_lazy("Assign"), assign_many, AssignManyForm),
    "stage": Act(gettext_lazy("Stage"), move_many, StageManyForm),
    "tag": Act(gettext_lazy("Tags"), tag_many, TagManyForm),
    "priority": Act(gettext_lazy("Priority"), edit_many, PriorityManyForm),
    "archive": Act(gettext_lazy("Archive"), archive_many),
    "unarchive": Act(gettext_lazy("Take out of the archive"), unarchive_many),
}


@dataclass
class Selection:
    """Records that were ticked, or all that fit the filter."""

    user: Any
    keys: list[int]
    all: bool = False
    # Of those that were ticked, how many are not shown to this person any more.
    hidden: int = field(init=False, default=0)

    @classmethod
    def of(cls, request: HttpRequest) -> "Selection":
        if request.POST.get("all"):
            found = Filter.of(request).leads(request.user).order_by().values_list("pk", flat=True)
            return cls(request.user, cls._bounded(list(found[: AT_MOST + 1])), all=True)
        return cls(request.user, cls._bounded([int(key) for key in request.POST.getlist("ids") if key.isdecimal()]))

    @staticmethod
    def _bounded(keys: list[int]) -> list[int]:
        if not keys:
            raise Refused(_("Choose some records first."))
        if len(keys) > AT_MOST:
            raise Refused(_("More than 10,000 records at once are too many. Narrow the filter."))
        return keys

    def do(self, act: Act, **values: Any) -> Many:
        """The verb on what this person may change; the rest is listed with the reason (12.B2)."""
        seen = Lead.objects.visible_to(self.user).filter(pk__in=self.keys)
        allowed = Lead.objects.editable_by(self.user).filter(pk__in=self.keys)
        count = seen.count()
        self.hidden = len(set(self.keys)) - count
        may_change = set(allowed.values_list("pk", flat=True))
        read_only = [lead for lead in seen if lead.pk not in may_change] if len(may_change) < count else []
        result = act.verb(allowed, by=self.user, **values)
        result.skipped += [(lead, lead.read_only_message) for lead in read_only]
        return result


def said(act: Act, count: int) -> str:
    """Lost: 12 records"""
    return ngettext("%(act)s: %(count)s record", "%(act)s: %(count)s records", count) % {
        "act": act.title,
        "count": count,
    }
