from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from piste.accounts.models import User
from piste.ui import answers

AT_MOST = 20


@login_required
def user_choices(request: HttpRequest, *, assignable: bool) -> HttpResponse:
    """Active colleagues for a searched field: those who can own records, or everybody."""
    rows = User.objects.visible_to(request.user).active().matching(request.GET.get("q", ""))
    if assignable:
        rows = rows.assignable()
    found = rows.order_by("name", "pk").values_list("pk", "name", "email")[:AT_MOST]
    return answers.choices([{"value": pk, "text": name, "note": email} for pk, name, email in found])
