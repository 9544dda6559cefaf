from datetime import datetime

from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.api.models import ApiKey
from piste.api.tokens import hashed, new_token
from piste.history.recording import change, created, record, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused


@verb
def make_key(user: User, *, by: User, name: str, ends_at: datetime | None = None) -> tuple[ApiKey, str]:
    """A new key for the user, and its token, which nobody can read again."""
    if not user.is_active:
        raise Refused(_("%(name)s is deactivated.") % {"name": user})
    token = new_token()
    key = ApiKey(user=user, name=name, token_hash=hashed(token), ends_at=ends_at)
    created(key, by=by)
    return key, token


@verb
def end_key(key: ApiKey, *, by: User) -> ApiKey:
    record(key, "api_key.ended", by=by, changes=change(locked(key), deleted_at=now()))
    return key
