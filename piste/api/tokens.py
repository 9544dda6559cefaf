"""Bearer tokens: 256 random bits, so that a plain hash of them is safe to keep."""

import hashlib
import secrets

PREFIX = "piste_"


def new_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
