"""The first start: nobody is there yet, and the console alone can let somebody in (15.2)."""

import base64

from django.utils.crypto import constant_time_compare, salted_hmac

from piste.accounts.models import Site, User

CODE_BYTES = 10


def is_needed(site: Site | None = None) -> bool:
    """Nobody was ever made a user of this site."""
    return (site or Site.current()).set_up_at is None and not User.objects.exists()


def setup_code() -> str:
    """The code that the set-up page asks for, to print on the console; empty when everything is set up.

    It follows from the secret key, so that every process knows it and the database does not.
    """
    return _code() if is_needed() else ""


def fits(typed: str) -> bool:
    return constant_time_compare("".join(typed.split()).replace("-", "").upper(), _code().replace("-", ""))


def _code() -> str:
    digest = salted_hmac("accounts.setup", "code", algorithm="sha256").digest()[:CODE_BYTES]
    letters = base64.b32encode(digest).decode()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
