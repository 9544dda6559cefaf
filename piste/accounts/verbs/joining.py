"""How people come in: added, or invited by a link with which they choose a password."""

import uuid
from typing import Any

from django.utils.translation import gettext as _

from piste.accounts.models import Invitation, Site, User
from piste.accounts.values import free_email, known_name
from piste.history.recording import change, created, record, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused


@verb
def add(*, email: str, name: str, role: str, password: str, by: User | None = None, **settings: Any) -> User:
    """A new user who can sign in at once. At set-up and from the console there is nobody to be `by`."""
    user = _new(email, name, role, **settings)
    user.set_password(password)
    created(user, by=by)
    return user


@verb
def invite(*, by: User, email: str, name: str, role: str, **settings: Any) -> Invitation:
    """A new user who waits for his own password, and the link for it."""
    user = _new(email, name, role, **settings)
    user.is_active = False
    user.set_unusable_password()
    created(user, by=by)
    return _link(user, by)


@verb
def add_service(*, by: User | None, name: str, role: str) -> User:
    """An account for a program (12.19): it acts by keys, and nobody signs in with it. On the console `by` is none."""
    # The column is unique, and what is sent to such an address arrives nowhere (RFC 2606).
    email = f"{uuid.uuid4().hex}@service.invalid"
    site = Site.current()
    user = User(email=email, name=known_name(name), role=role, is_service=True)
    user.language, user.time_zone = site.language, site.time_zone
    user.set_unusable_password()
    created(user, by=by)
    return user


@verb
def invite_again(user: User, *, by: User) -> Invitation:
    """A new link for somebody who has lost it, or his password; older links end."""
    if locked(user).is_service:
        raise Refused(_("%(name)s is a service account: nobody signs in with it.") % {"name": user})
    if not user.is_active and user.has_usable_password():
        raise Refused(_("Reactivate %(name)s first.") % {"name": user})
    return _link(user, by)


@verb
def withdraw_invitation(user: User, *, by: User) -> User:
    if locked(user).is_active or user.invitation is None:
        raise Refused(_("%(name)s has no open invitation.") % {"name": user})
    user.invitations.all().end()
    record(user, "user.uninvited", by=by)
    return user


@verb
def accept(invitation: Invitation, *, password: str, **settings: Any) -> User:
    """The invited one chooses his password, and how he wants to see Piste; the link is used up."""
    if locked(invitation).has_ended:
        raise Refused(_("This link was used, or is more than 24 hours old. Ask for a new one."))
    user = locked(invitation.user)
    user.set_password(password)
    user.save(update_fields=["password"])
    user.invitations.all().end()
    record(user, "user.joined", by=user, changes=change(user, is_active=True, **settings))
    return user


def _new(email: str, name: str, role: str, **settings: Any) -> User:
    site = Site.current()
    own = {"language": site.language, "time_zone": site.time_zone} | settings
    return User(email=free_email(email), name=known_name(name), role=role, **own)


def _link(user: User, by: User) -> Invitation:
    user.invitations.all().end()
    record(user, "user.invited", by=by)
    return Invitation.objects.create(user=user, invited_by=by, created_at=now())
