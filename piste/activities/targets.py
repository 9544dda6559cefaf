"""What a planning dialog is about: one record, many of a kind, or an activity that is being edited."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from piste.activities import defaults
from piste.activities.models import Activity, ActivityType
from piste.activities.records import model_or_404
from piste.history.merging import refuse_gone
from piste.kernel.keys import is_key
from piste.kernel.merged import followed
from piste.kernel.refusals import Refused
from piste.kernel.visibility import VisibleQuerySet

MANY_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Target:
    noun: str
    keys: list[int]
    activity: Activity | None = None

    def types(self, user) -> list[ActivityType]:
        """Those in use that fit, and the one that the activity has."""
        own = self.activity and self.activity.type_id
        types = ActivityType.objects.visible_to(user)
        return [type for type in types if type.pk == own or (type.is_current and type.fits(self.noun))]

    def activities(self, user) -> VisibleQuerySet:
        """What the user sees on these records."""
        return Activity.objects.visible_to(user).filter(thread_noun=self.noun, thread_id__in=self.keys)

    def filled(self, type: ActivityType, *, by, previous: Activity | None = None) -> dict[str, Any]:
        return defaults.filled(type, self.noun, self.keys, by=by, previous=previous)


def plannable_or_404(user, noun: str, keys: Iterable[int]) -> tuple[Target, VisibleQuerySet]:
    """The records among these on which the user may plan: those he sees, if he writes at all."""
    keys = list(keys)
    if len(keys) > MANY_AT_MOST:
        raise Refused(_("More than 10,000 records at once are too many."))
    model = model_or_404(noun)
    rows = model._default_manager.visible_to(user).filter(pk__in=followed(model, keys))
    found = list(rows.values_list("pk", flat=True)) if user.may_write else []
    if not found:
        if user.may_write and len(keys) == 1:
            refuse_gone(model, keys[0], user)
        raise Http404
    return Target(noun, found), rows


def editable_or_404(user, pk: int) -> Target:
    activity = get_object_or_404(Activity.objects.editable_by(user).select_related("type", "assignee"), pk=pk)
    return Target(activity.thread_noun, [activity.thread_id], activity)


def sent_or_404(request: HttpRequest) -> Target:
    """What the dialog's own hidden fields say."""
    if pk := request.POST.get("activity"):
        return editable_or_404(request.user, number_or_404(pk))
    return plannable_or_404(request.user, request.POST.get("noun", ""), ids(request))[0]


def ids(request: HttpRequest) -> list[int]:
    """`ids`, repeated or with commas, sent or in the address."""
    sent = request.POST.getlist("ids") or request.GET.getlist("ids")
    return [number_or_404(one) for some in sent for one in some.split(",") if one.strip()]


def number_or_404(text: str) -> int:
    if not is_key(text.strip()):
        raise Http404
    return int(text)
