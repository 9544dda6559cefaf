"""Reads settings from the environment; a wrong value is one sentence, never a trace."""

import os
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class WrongSetting(Exception):
    """A variable has a value that Piste cannot use; the text says which and what is expected."""


_asked: set[str] = set()


def text(name: str, default: str = "") -> str:
    """The variable, or the content of the file that `NAME_FILE` points at; empty counts as not set."""
    _asked.update((name, f"{name}_FILE"))
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip() or default
        except OSError as error:
            raise WrongSetting(f"{name}_FILE is {path!r}, which cannot be read: {error.strerror}.") from None
    return os.environ.get(name) or default


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value not in {"yes", "no", "true", "false", "1", "0", "on", "off"}:
        raise WrongSetting(f"{name} is {value!r}; expected yes or no.")
    return value in {"yes", "true", "1", "on"}


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    value = text(name, str(default))
    if not value.isdecimal() or not least <= int(value) <= most:
        raise WrongSetting(f"{name} is {value!r}; expected a whole number from {least} to {most}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def unknown() -> list[str]:
    """A sentence on each variable that looks like a setting and was never asked for."""
    return [
        f"{name} is not a setting of Piste" + (f"; did you mean {near[0]}?" if near else ".")
        for name in sorted(os.environ)
        if name.startswith("PISTE_") and name not in _asked
        for near in [get_close_matches(name, _asked, n=1)]
    ]


def database(url: str, folder: Path) -> dict:
    """Django's settings of the database that `DATABASE_URL` names; SQLite in the data folder when it is empty."""
    if not url:
        return sqlite(folder / "piste.sqlite3")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise WrongSetting(
            f"DATABASE_URL is no address ({error}); expected postgresql://user:password@host:5432/name."
        ) from None
    if parts.scheme == "sqlite":
        if parts.netloc or not parts.path.strip("/"):
            raise WrongSetting("DATABASE_URL names no file; expected sqlite:////folder/file.")
        return sqlite(Path("/", unquote(parts.path).lstrip("/")))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise WrongSetting(f"DATABASE_URL begins with {parts.scheme!r}; expected postgresql:// or sqlite:///.")
    try:
        port = parts.port
    except ValueError:
        raise WrongSetting(
            "DATABASE_URL has a port that is not a number; expected postgresql://host:5432/name."
        ) from None
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def sqlite(path: Path) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was acknowledged survives a power cut.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }
