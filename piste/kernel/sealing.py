"""Secrets that the database keeps and may not know: encrypted with a key that lies outside of it (12.21)."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


def sealed(text: str) -> str:
    return _key().encrypt(text.encode()).decode()


def unsealed(text: str) -> str | None:
    """What was sealed; None when the secret key is not the one of then."""
    try:
        return _key().decrypt(text.encode()).decode()
    except InvalidToken:
        return None


def _key() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac("kernel.sealing", "key", algorithm="sha256").digest()))
