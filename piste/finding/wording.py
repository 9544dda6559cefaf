"""How this room's events are told."""

from django.utils.translation import gettext_lazy as _

from piste.history.wording import Wording, tell

tell(
    {
        "user.exported": Wording(_("%(row)s exported %(what)s: %(count)s rows"), icon="download"),
        "saved_view.switched_off": Wording(
            _("Your view shows nothing any more: a condition names what is not there"), icon="bookmark", to="owner"
        ),
    }
)
