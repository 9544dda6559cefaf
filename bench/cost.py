"""What one answer computes: CPU time, calls of Python functions and statements, in this process.

Times over the network say how long people wait; these figures say why, and hold on a machine that others use too.
"""

import cProfile
import gc
import io
import pstats
from collections.abc import Callable
from time import process_time
from urllib.parse import urlencode

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.people import Act, Person

WARM_UP = 5


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
