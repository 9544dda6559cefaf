from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from piste.accounts.models import User
from piste.accounts.querysets import UserQuerySet
from piste.ui import answers

AT_MOST = 20


@login_required
def user_choices(request: HttpRequest, *, assignable: bool) -> HttpResponse:
    """Active colleagues for a searched field: those who can own records, or everybody."""
    rows = User.objects.visible_to(request.user).active().matching(request.GET.get("q", ""))
    if assignable:
        rows = rows.assignable()
    return _answered(rows)


@login_required
def actor_choices(request: HttpRequest) -> HttpResponse:
    """Whoever may have done something: people, also those who left, and programs."""
    return _answered(User.objects.visible_to(request.user).matching(request.GET.get("q", "")))


def _answered(rows: UserQuerySet) -> HttpResponse:
    found = rows.order_by("name", "pk").only("name", "email", "is_service")[:AT_MOST]
    return answers.choices([{"value": user.pk, "text": user.name, "note": user.address} for user in found])
