"""Who gets in: passwords, sessions, second factors, and the end of it."""

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db.models import F
from django.utils.translation import gettext as _

from piste.accounts.models import SignIn, Site, User
from piste.history.recording import change, record, verb
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused


@verb
def set_password(user: User, *, by: User, password: str, keep: str = "") -> User:
    """A new password; every session that began with the old one ends, but for the one in which it was typed."""
    if locked(user).is_service:
        raise Refused(_("%(name)s is a service account: nobody signs in with it.") % {"name": user})
    user.sign_ins.exclude(session_key=keep).delete()
    user.set_password(password)
    user.save(update_fields=["password"])
    record(user, "user.password_set", by=by)
    return user


@verb
def signed_in(user: User, *, session_key: str, device: str, address: str) -> SignIn:
    """Puts the new session into the list. Nobody's act: it is not to be undone."""
    record(user, "user.signed_in", by=None, device=device, address=address)
    return SignIn.objects.create(user=user, session_key=session_key, device=device, address=address)


@verb
def sign_in_failed(email: str, *, device: str, address: str) -> None:
    """A wrong password, or an address that nobody has, which stands with the company."""
    user = User.objects.filter(email=email.strip().lower()).first()
    name = "user.sign_in_failed" if user else "site.sign_in_failed"
    record(user or Site.current(), name, by=None, email=email[:254], device=device, address=address)


@verb
def end_sign_in(sign_in: SignIn, *, by: User) -> None:
    """Signs one device out."""
    Session.objects.filter(session_key=sign_in.session_key).delete()
    record(sign_in.user, "user.signed_out", by=by, device=sign_in.device)
    sign_in.delete()


@verb
def sign_out_everywhere(user: User, *, by: User, keep: str = "") -> User:
    """`keep` is the session that goes on."""
    _end_sessions(locked(user), keep=keep)
    record(user, "user.signed_out", by=by)
    return user


@verb
def remove_second_factor(user: User, *, by: User) -> User:
    """For somebody who lost his telephone and his recovery codes: the password alone lets him in again."""
    removed, _counts = Authenticator.objects.filter(user=locked(user)).delete()
    if not removed:
        raise Refused(_("%(name)s has no second factor.") % {"name": user})
    record(user, "user.second_factor_removed", by=by)
    return user


@verb
def deactivate(user: User, *, by: User, handover_to: User | None = None) -> User:
    """Ends all access at once (12.17). His open activities go to a colleague; whoever keeps them hears of it by the
    event, and may refuse when nobody is named.
    """
    if not locked(user).is_active:
        raise Refused(_("%(name)s is already deactivated.") % {"name": user})
    refuse_losing_administrator(user, by=by)
    if handover_to is not None and (handover_to == user or not handover_to.is_active):
        raise Refused(_("Choose an active colleague."), field="handover_to")
    _end_sessions(user)
    user.invitations.all().end()
    changes = change(user, is_active=False)
    record(user, "user.deactivated", by=by, changes=changes, handover_to=handover_to and handover_to.pk)
    return user


@verb
def reactivate(user: User, *, by: User) -> User:
    if locked(user).is_active:
        raise Refused(_("%(name)s is already active.") % {"name": user})
    if not user.is_service and not user.has_usable_password():
        raise Refused(_("%(name)s has no password. Send a new invitation.") % {"name": user})
    record(user, "user.reactivated", by=by, changes=change(user, is_active=True))
    return user


def refuse_losing_administrator(user: User, *, by: User) -> None:
    """The last administrator stays, and nobody takes the role from himself (12.B3)."""
    if not user.administers:
        return
    if user == by:
        raise Refused(_("You cannot take your own administrator role. Another administrator can."), field="role")
    # Locked, so that two administrators do not remove each other at the same moment.
    if not any(other != user for other in locked_many(User.objects.administrators())):
        raise Refused(_("%(name)s is the last administrator. Name another one first.") % {"name": user}, field="role")


def _end_sessions(user: User, keep: str = "") -> None:
    user.sign_ins.exclude(session_key=keep).delete()
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    user.session_generation += 1
