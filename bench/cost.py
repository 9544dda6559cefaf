"""What one answer computes: CPU time, calls of Python functions and statements, in this process.

Times over the network say how long people wait; these figures say why, and hold on a machine that others use too.
"""

import cProfile
import gc
import io
import pstats
from collections.abc import Callable
from statistics import median
from time import process_time
from urllib.parse import urlencode

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.people import SEEN_BY, Act, Person, acts
from bench.tables import table
from piste.accounts.models import User
from piste.config import static

WARM_UP = 5
HEADS = ["act", "CPU ms, least", "CPU ms, median", "queries", "calls of functions"]


class Asked:
    """One act, asked of the application itself as the server asks it."""

    def __init__(self, application: Callable, person: Person, act: Act) -> None:
        self.application, self.person, self.act = application, person, act

    def __call__(self) -> int:
        """The bytes of the answer, as they travel."""
        environ, told = self._environ(), []
        body = self.application(environ, lambda status, _headers: told.append(status))
        size = sum(len(piece) for piece in body)
        body.close()
        if told[0][:3] not in {"200", "204"}:
            raise RuntimeError(f"{self.act.name}: {told[0]}")
        return size

    def _environ(self) -> dict:
        path, _mark, query = self.act.path().partition("?")
        given = self.person.writes if self.act.data else self.person.reads
        body = urlencode(self.act.data()).encode() if self.act.data else b""
        heads = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in given.items()}
        return heads | {
            "REQUEST_METHOD": "POST" if self.act.data else "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": given.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
        }

    def cpu(self, rounds: int) -> list[float]:
        """Milliseconds of each round, the cheapest first."""
        for _round in range(WARM_UP):
            self()
        times = []
        for _round in range(rounds):
            gc.collect()
            begun = process_time()
            self()
            times.append((process_time() - begun) * 1000)
        return sorted(times)

    def statements(self) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            self()
        return [query["sql"] for query in captured]

    def profile(self) -> pstats.Stats:
        profiler = cProfile.Profile()
        profiler.enable()
        self()
        profiler.disable()
        return pstats.Stats(profiler)


def cost(rounds: int) -> None:
    """Prints a table for a salesperson and for the whole company; acts are done for real."""
    from piste.config.wsgi import application

    static.collect()
    for name, who in SEEN_BY:
        person, rows = Person(User.objects.get(email=f"{name}@bench.example"), port=0), []
        for act in acts(person):
            # The address of a column's next cards is read from a page of a server.
            if act.name != "column scroll":
                rows.append(_row(Asked(application, person, act), rounds))
        print(f"\n{who}\n\n{table(HEADS, rows)}", flush=True)


def _row(asked: Asked, rounds: int) -> list[str]:
    times = asked.cpu(rounds)
    statements, calls = len(asked.statements()), asked.profile().total_calls  # type: ignore[attr-defined]
    return [asked.act.name, f"{times[0]:.1f}", f"{median(times):.1f}", str(statements), f"{calls:,}"]
