from typing import Any

from django.utils.translation import gettext as _

from piste.accounts.models import Site, User
from piste.accounts.values import free_email, known_name
from piste.accounts.verbs.access import refuse_losing_administrator
from piste.history.recording import change, record, refuse_stale, verb
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused


@verb
def edit(user: User, *, by: User, seen: int | None = None, **values: Any) -> User:
    """Changes what a user is called, how he signs in, what he may, and how he sees Piste."""
    locked(user)
    refuse_stale(user, values, seen)
    if "name" in values:
        values["name"] = known_name(values["name"])
    if "email" in values:
        values["email"] = free_email(values["email"], user)
    if values.get("role", user.role) != user.role:
        refuse_losing_administrator(user, by=by)
    if changes := change(user, **values):
        record(user, "user.edited", by=by, changes=changes)
    return user


@verb
def edit_site(site: Site, *, by: User, seen: int | None = None, **values: Any) -> Site:
    """Changes the settings of the company."""
    locked(site)
    refuse_stale(site, values, seen)
    if not values.get("name", site.name).strip():
        raise Refused(_("The company needs a name."), field="name")
    if changes := change(site, **values):
        record(site, "site.edited", by=by, changes=changes)
    return site
