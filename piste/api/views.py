"""One's own keys: made, seen and ended. Administrators end everybody's."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import administrators_only
from piste.accounts.models import User
from piste.api.forms import KeyForm
from piste.api.models import ApiKey
from piste.api.root import api
from piste.api.verbs.keys import end_key, make_key
from piste.ui.answers import moved_on, page
from piste.ui.forms import bind, refusals_beside


@login_required
@reauthentication_required(allow_get=True)
def keys(request: HttpRequest) -> HttpResponse:
    context = _made(request, request.user, reverse("keys:list"))
    return page(request, "api/keys.html", context | {"keys": _keys(request)})


@administrators_only
@reauthentication_required(allow_get=True)
def service_keys(request: HttpRequest, pk: int) -> HttpResponse:
    """The keys of a program's account (12.19), in the hands of administrators."""
    holder = get_object_or_404(User.objects.editable_by(request.user).services(), pk=pk)
    context = _made(request, holder, reverse("keys:of_service", args=[pk]))
    keys = [key for key in _keys(request) if key.user_id == holder.pk]
    return page(request, "api/service_keys.html", context | {"keys": keys, "holder": holder})


@require_POST
@login_required
@reauthentication_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    key = end_key(get_object_or_404(ApiKey.objects.editable_by(request.user), pk=pk), by=request.user)
    to = reverse("keys:of_service", args=[key.user_id]) if key.user.is_service else "keys:list"
    return moved_on(request, to, said=_("The key “%(name)s” is ended.") % {"name": key})


def _made(request: HttpRequest, holder: User, address: str) -> dict[str, Any]:
    """The token is on this one page and nowhere else: there is nothing to go on to."""
    form = bind(KeyForm, request, by=holder)
    made, token = None, ""
    if form.is_valid():
        with refusals_beside(form):
            made, token = make_key(holder, by=request.user, **form.values)
            form = KeyForm(by=holder)
    return {"form": form, "made": made, "token": token, "address": address, "holder": holder}


def _keys(request: HttpRequest) -> list[ApiKey]:
    return list(ApiKey.objects.visible_to(request.user).select_related("user", "team").order_by("-id"))


def docs(request: HttpRequest) -> HttpResponse:
    """The description of the API, to read: by object, each address with what it takes and answers."""
    groups: dict[str, list] = {}
    for address, methods in api.described["paths"].items():
        for method, told in methods.items():
            groups.setdefault(told["tags"][0], []).append({"method": method.upper(), "address": address} | told)
    return page(request, "api/docs.html", {"groups": groups, "schemas": api.described["components"]["schemas"]})
