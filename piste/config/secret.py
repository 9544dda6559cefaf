"""The secret key: from the environment, else from a file in the data folder that is made once."""

import os
import secrets
from pathlib import Path

from piste.config import environment as env


def secret_key(folder: Path) -> str:
    if key := env.text("PISTE_SECRET_KEY"):
        return key
    path = folder / "secret.key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # O_EXCL: two processes that start together agree on one key.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise env.WrongSetting(
            f"PISTE_DATA is {str(folder)!r}, where nothing can be written: {error.strerror}."
        ) from None
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key
