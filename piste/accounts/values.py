"""What a user's fields may hold."""

from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.kernel import normal
from piste.kernel.refusals import Refused


def known_name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name:
        raise Refused(_("A user needs a name."), field="name")
    return name


def free_email(typed: str, user: User | None = None) -> str:
    """The address in its normal form; refused when it is none, or when somebody else signs in with it."""
    address = normal.email(typed)
    if not address.correct:
        raise Refused(_("This is not an e-mail address."), field="email")
    other = User.objects.exclude(pk=user and user.pk).filter(email=address.value).first()
    if other is not None:
        raise Refused(_("%(name)s signs in with this address.") % {"name": other}, field="email")
    return address.value
