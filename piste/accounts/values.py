"""What a user's fields may hold."""

from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.kernel import normal
from piste.kernel.refusals import Refused
from piste.ui import keys


def known_name(typed: str) -> str:
    name = " ".join(normal.line(typed).split())
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


def free_keys(typed: dict[str, str]) -> dict[str, str]:
    """The keys that differ from the usual ones; refused when two verbs of one place would have the same."""
    own = {name: key.strip().lower() for name, key in typed.items()}
    for name, key in own.items():
        if name not in keys.KEYS:
            raise Refused(_("There is no %(key)s here.") % {"key": name}, field="keys")
        if len(key) != 1 or not key.isprintable() or key.isdigit():
            raise Refused(_("Type one letter or one sign."), field=name)
    own = {name: key for name, key in own.items() if key != keys.KEYS[name].usual}
    if both := keys.clash(own):
        name, other = both
        said = {"key": keys.chosen(own)[name].upper(), "verb": keys.KEYS[other].label}
        raise Refused(_("%(key)s is the key of “%(verb)s” already. Choose another one.") % said, field=name)
    return own
