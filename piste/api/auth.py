"""Who calls: a bearer token, and through it a user with his rights."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from piste.accounts.models import User
from piste.api.models import ApiKey
from piste.api.tokens import hashed
from piste.kernel.clock import now
from piste.ui.formats import day

# "Last used" to the quarter of an hour: not a write for each call.
USE_NOTED_EVERY = timedelta(minutes=15)


class NotAuthenticated(Exception):
    """No key, an unknown one, or one that has ended."""


class KeyAuth(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> User:
        key = ApiKey.objects.select_related("user").filter(token_hash=hashed(token)).first()
        if key is None or not key.user.is_active:
            raise NotAuthenticated(_("This key is not known."))
        if key.ended:
            raise NotAuthenticated(_("This key ended on %(day)s.") % {"day": day(key.ends_at or key.deleted_at)})
        if key.last_used_at is None or key.last_used_at < now() - USE_NOTED_EVERY:
            ApiKey._base_manager.filter(pk=key.pk).update(last_used_at=now())
        key.user.via = "api"
        request.user = key.user
        return key.user
