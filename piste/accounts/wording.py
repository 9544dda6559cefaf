"""How this room's events are told."""

from django.utils.translation import gettext_lazy as _

from piste.history.wording import Wording, tell

tell(
    {
        "user.signed_in": Wording(_("%(row)s signed in"), icon="key"),
        "user.sign_in_failed": Wording(_("A wrong password for %(row)s"), icon="warning"),
        "site.sign_in_failed": Wording(_("A sign-in with an unknown address: %(email)s"), icon="warning"),
        "user.signed_out": Wording(_("%(who)s ended sessions of %(row)s"), icon="leave"),
        "user.password_set": Wording(_("%(row)s has a new password"), icon="key"),
        "user.second_factor_removed": Wording(_("%(who)s removed the second factor of %(row)s"), icon="shield"),
        "user.invited": Wording(_("%(who)s invited %(row)s"), icon="mail"),
        "user.uninvited": Wording(_("%(who)s withdrew the invitation of %(row)s"), icon="close"),
        "user.joined": Wording(_("%(row)s accepted the invitation"), icon="person"),
        "user.deactivated": Wording(_("%(who)s deactivated %(row)s"), icon="lock", tells=("is_active",)),
        "user.reactivated": Wording(_("%(who)s reactivated %(row)s"), icon="undo", tells=("is_active",)),
        "user.edited": Wording(_("%(who)s changed the user %(row)s"), icon="pencil"),
        "site.edited": Wording(_("%(who)s changed the settings of the company"), icon="gear"),
    }
)
