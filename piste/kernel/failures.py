"""What fails for a while and by nobody's fault: the database is away, or the disk has no room."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import Enum, auto

from django.db import InterfaceError, OperationalError

FULL = {errno.ENOSPC, errno.EDQUOT}
POSTGRESQL_FULL = "53100"


class Passing(Enum):
    NO_ROOM = auto()
    AWAY = auto()


def passing(error: BaseException | None) -> Passing | None:
    """Which of them it is; None for what will fail again."""
    if any(_is_full(cause) for cause in _causes(error)):
        return Passing.NO_ROOM
    away = isinstance(error, OperationalError | InterfaceError) and not any(map(_is_wrong_sql, _causes(error)))
    return Passing.AWAY if away else None


def sentence(error: BaseException) -> str:
    """For whoever starts a command."""
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return f"the database cannot be used: {reason}"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _is_full(error: BaseException) -> bool:
    return (
        (isinstance(error, OSError) and error.errno in FULL)
        or (isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL)
        or getattr(error, "sqlstate", "") == POSTGRESQL_FULL
    )


def _is_wrong_sql(error: BaseException) -> bool:
    """SQLite calls a missing column operational, too."""
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
