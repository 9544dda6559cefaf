from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.api.models import ApiKey
from piste.api.scopes import EVERYTHING, known
from piste.api.tokens import hashed, new_token
from piste.history.recording import change, created, record, verb
from piste.kernel import normal
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused


@verb
def make_key(
    user: User, *, by: User, name: str, scopes: Sequence[str] = EVERYTHING, networks: Sequence[str] = (), **limits: Any
) -> tuple[ApiKey, str]:
    """A new key for the user, and its token, which nobody can read again. `limits`: `ends_at` and `team`."""
    if not user.is_active:
        raise Refused(_("%(name)s is deactivated.") % {"name": user})
    if not scopes or not known() >= set(scopes):
        raise Refused(_("A key needs something that it may do."), field="scopes")
    token = new_token()
    homes = [str(_network(network)) for network in networks]
    key = ApiKey(
        user=user, name=normal.line(name), token_hash=hashed(token), scopes=list(scopes), networks=homes, **limits
    )
    created(key, by=by)
    return key, token


def _network(typed: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(typed.strip(), strict=False)
    except ValueError:
        message = _("%(typed)s is no network, such as 192.0.2.0/24 or 2001:db8::/32.") % {"typed": typed}
        raise Refused(message, field="networks") from None


@verb
def end_key(key: ApiKey, *, by: User) -> ApiKey:
    record(key, "api_key.ended", by=by, changes=change(locked(key), deleted_at=now()))
    return key
