import zoneinfo
from collections.abc import Container
from typing import Any

from django.utils.translation import gettext as _

from piste.accounts.models import Site, User
from piste.accounts.roles import Role
from piste.accounts.values import free_email, free_keys, known_name
from piste.accounts.verbs.access import refuse_losing_administrator
from piste.history.recording import change, record, refuse_stale, verb
from piste.kernel import normal, world
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused


@verb
def edit(user: User, *, by: User, seen: int | None = None, **values: Any) -> User:
    """Changes what a user is called, how he signs in, what he may, and how he sees Piste."""
    locked(user)
    refuse_stale(user, values, seen)
    _refuse_unknown(values)
    if "name" in values:
        values["name"] = known_name(values["name"])
    if "email" in values and user.is_service:
        raise Refused(_("%(name)s is a service account: nobody signs in with it.") % {"name": user}, field="email")
    if "email" in values:
        values["email"] = free_email(values["email"], user)
    if "keys" in values:
        values["keys"] = free_keys(values["keys"])
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
    _refuse_unknown(values)
    if "name" in values:
        values["name"] = normal.line(values["name"])
    if not values.get("name", site.name):
        raise Refused(_("The company needs a name."), field="name")
    if unknown := set(values.get("second_factor_roles", [])).difference(Role.values):
        raise Refused(_("There is no %(key)s here.") % {"key": min(unknown)}, field="second_factor_roles")
    if changes := change(site, **values):
        record(site, "site.edited", by=by, changes=changes)
    return site


def _refuse_unknown(values: dict[str, Any]) -> None:
    """Zones, countries and currencies are those of the world."""
    known: dict[str, Container[str]] = {
        "time_zone": zoneinfo.available_timezones(),
        "country": world.countries(),
        "currency": world.currencies(),
    }
    for field in values.keys() & known.keys():
        if values[field] not in known[field]:
            raise Refused(_("There is no %(key)s here.") % {"key": values[field]}, field=field)
