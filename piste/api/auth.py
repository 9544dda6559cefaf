"""Who calls: a bearer token, and through it a user with his rights, as far as the key lets them be used."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from piste.accounts.models import User
from piste.accounts.sessions import address_of
from piste.api import limits, scopes
from piste.api.models import ApiKey
from piste.api.place import PREFIX
from piste.api.tokens import hashed
from piste.kernel.clock import now
from piste.ui.formats import day

# "Last used" to the quarter of an hour: not a write for each call.
USE_NOTED_EVERY = timedelta(minutes=15)


class NotAuthenticated(Exception):
    """No key, an unknown one, or one that has ended."""


class LacksScope(PermissionDenied):
    """The key may not do this, whatever its user may (12.B5)."""

    def __init__(self, scope: str) -> None:
        super().__init__(_("This key lacks the scope %(scope)s.") % {"scope": scope})
        self.scope = scope


class KeyAuth(HttpBearer):
    """Whoever was let in once in a request is let in."""

    def authenticate(self, request: HttpRequest, token: str) -> User:
        if not hasattr(request, "api_key"):
            _let_in(request, _key(token))
        return request.user


def identified(request: HttpRequest) -> bool:
    """Whether a key lets this request in; the operation says why not."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    try:
        return scheme.lower() == "bearer" and bool(KeyAuth().authenticate(request, token))
    except (NotAuthenticated, PermissionDenied, limits.TooMany):
        return False


def _key(token: str) -> ApiKey:
    key = ApiKey.objects.select_related("user").filter(token_hash=hashed(token)).first()
    if key is None or not key.user.is_active:
        raise NotAuthenticated(_("This key is not known."))
    if key.ended:
        raise NotAuthenticated(_("This key ended on %(day)s.") % {"day": day(key.ended_on)})
    return key


def _let_in(request: HttpRequest, key: ApiKey) -> None:
    request.allowance = limits.spend(key)
    address = address_of(request)
    if key.networks and not (address and key.is_at_home(address)):
        raise PermissionDenied(_("This key may not be used from %(address)s.") % {"address": address})
    for need in scopes.needed(request, PREFIX):
        if not scopes.allows(key.scopes, need):
            raise LacksScope(need)
    if key.last_used_at is None or key.last_used_at < now() - USE_NOTED_EVERY:
        ApiKey._base_manager.filter(pk=key.pk).update(last_used_at=now())
    key.user.via = "api"
    key.user.only_team = key.team_id
    key.user.by_key = key.pk
    key.user.network_address = address
    request.user, request.api_key = key.user, key
