"""What goes on when the database is locked or away for long: SQLite has one writer, PostgreSQL is restarted."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connections

Result = TypeVar("Result")

log = logging.getLogger(__name__)

SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


def patiently(turn: Callable[[], Result], *, wait: Callable[[float], None] = time.sleep) -> Result:
    """Does it again, after growing pauses, until the database lets it."""
    pause = SHORTEST_PAUSE
    while True:
        begun = time.monotonic()
        try:
            return turn()
        except OperationalError as error:
            if time.monotonic() - begun > LONGEST_PAUSE:
                pause = SHORTEST_PAUSE
            log.warning("The database is busy or away (%s); once more in %d s", error, pause)
            # Whatever is wrong with the connection is not taken along.
            connections.close_all()
            wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
