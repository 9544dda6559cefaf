from typing import Any

from django.utils.translation import gettext as _

from piste.accounts import setup
from piste.accounts.models import Site, User
from piste.accounts.roles import Role
from piste.accounts.verbs.joining import add
from piste.history.recording import change, record, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused


@verb
def set_up(site: Site, *, company: dict[str, Any], administrator: dict[str, Any]) -> User:
    """The first act on a new site, by nobody yet: what the company is, and its first administrator. Only once."""
    if not setup.is_needed(locked(site)):
        raise Refused(_("Piste is already set up. Sign in instead."))
    own = {"language": company["language"], "time_zone": company["time_zone"]}
    user = add(role=Role.ADMINISTRATOR, **own, **administrator)
    record(site, "site.set_up", by=None, changes=change(site, **company, set_up_at=now()))
    return user
