"""What the searched fields ask while one types."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse

from piste.accounts.models import User
from piste.accounts.roles import OBSERVES
from piste.activities.records import name_of
from piste.history.subjects import timelines
from piste.kernel.search import Searchable
from piste.ui import answers

SHOWN = 20
OF_EACH_KIND = 8


@login_required
def assignees(request: HttpRequest) -> JsonResponse:
    """Everybody who can be given something to do, outside of sales too (12.12)."""
    users = User.objects.visible_to(request.user).active().exclude(role__in=OBSERVES)
    found = users.matching(request.GET.get("q", "")).order_by("name")[:SHOWN]
    return answers.choices([{"value": user.pk, "text": user.name, "note": user.email} for user in found])


@login_required
def records(request: HttpRequest) -> JsonResponse:
    """Records of every kind that can be searched, the newest first."""
    found = _found(request.user, request.GET.get("q", ""))
    return answers.choices(list(found) if request.user.may_write else [])


def _found(user, typed: str) -> Iterator[dict]:
    for noun, model in timelines().items():
        if issubclass(model, Searchable):
            rows = model._default_manager.visible_to(user).filter(archived=False).matching(typed)
            for row in rows.order_by("-pk")[:OF_EACH_KIND]:
                yield {"value": f"{noun}-{row.pk}", "text": str(row), "note": name_of(noun)}
