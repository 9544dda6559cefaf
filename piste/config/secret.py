"""The secret key: from the environment, else from a file in the data folder that is made once."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from piste.config import environment as env


def secret_key(folder: Path) -> str:
    if key := env.text("PISTE_SECRET_KEY"):
        return key
    path = folder / "secret.key"
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _make(path)
        key = path.read_text().strip()
    except OSError as error:
        raise env.WrongSetting(
            f"PISTE_DATA is {str(folder)!r}, where nothing can be written: {error.strerror}."
        ) from None
    if not key:
        raise env.WrongSetting(f"{path} is empty; bring it back from a copy, or remove it and all sign in anew.")
    return key


def _make(path: Path) -> None:
    """All of it or nothing, whatever happens meanwhile; of two processes that start together one makes it."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)
