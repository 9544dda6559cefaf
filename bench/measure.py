"""Times the product as people use it: over HTTP, against the whole process tree, beside the bare SQL of each act."""

import os
import platform
import random
import re
import signal
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from time import perf_counter, sleep

from django.conf import settings
from django.db import connection

from bench.floor import Floor
from bench.people import SEEN_BY, Act, Answer, Person, acts, moves_between
from bench.tables import table
from bench.weight import weights
from piste.accounts.models import User
from piste.pipeline.models import Lead

CLIENTS = 8
MIX = ["board"] * 4 + ["search"] + ["record"] * 4 + ["move"]
WARM_UP = 5
SECONDS = 15
HEADS = ["act", "p50 ms", "p95 ms", "CPU ms", "1/s", "kB sent", "kB", "queries", "floor ms", "times floor"]


def measure(rounds: int, port: int) -> None:
    seller = User.objects.get(email=f"{SEEN_BY[0][0]}@bench.example")
    with running(port) as tree:
        conditions()
        for name, who in SEEN_BY:
            person = Person(User.objects.get(email=f"{name}@bench.example"), port)
            rows = [one(person, act, rounds, tree).row() for act in acts(person)]
            print(f"\n{who}\n\n{table(HEADS, rows)}", flush=True)
        for clients in (1, CLIENTS):
            print(f"\n{mix(seller, port, clients)}", flush=True)
        for clients in (1, CLIENTS):
            print(f"\n{writers(seller, port, clients)}", flush=True)
        print(f"\nMemory of the process tree: {tree.memory():.0f} MB (proportional set size)", flush=True)
        print(f"\nLoading a page on a phone\n\n{table(['page', 'kB sent', 'files'], weights(Person(seller, port)))}")


@contextmanager
def running(port: int) -> Iterator["Tree"]:
    """`piste start` on the database that the environment names, until the end of the block."""
    server = subprocess.Popen(
        [sys.executable, "-m", "piste", "start"],
        env=os.environ | {"PISTE_PORT": str(port), "PISTE_DEMO": "no"},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port, server)
        yield Tree(server.pid)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def wait_for(port: int, server: subprocess.Popen) -> None:
    for _try in range(480):
        # Another one may answer at this port.
        if server.poll() is not None:
            break
        try:
            probe = HTTPConnection("127.0.0.1", port, timeout=1)
            probe.request("GET", "/ready")
            if probe.getresponse().status == 200:
                return
        except OSError:
            pass
        sleep(0.25)
    raise RuntimeError("Piste did not start.")


class Tree:
    """The processes of the server, as Linux tells of them."""

    def __init__(self, root: int) -> None:
        self.root = root

    def memory(self) -> float:
        """Megabytes; what processes share is counted once."""
        told = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self._pids()]
        return sum(int(re.search(r"^Pss:\s+(\d+)", one, re.MULTILINE)[1]) for one in told) / 1024

    def cpu(self) -> float:
        """Milliseconds that all threads have computed so far."""
        told = [task.read_text() for pid in self._pids() for task in Path(f"/proc/{pid}/task").glob("*/schedstat")]
        return sum(int(one.split()[0]) for one in told) / 1e6

    def _pids(self) -> Iterator[int]:
        waiting = [self.root]
        while waiting:
            yield (pid := waiting.pop())
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting += map(int, task.read_text().split())


@dataclass
class Figures:
    """What was measured of one act."""

    act: Act
    floor: Floor
    answers: list[Answer] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)
    cpu: float = 0.0

    @cached_property
    def times(self) -> list[float]:
        return [answer.ms for answer in self.answers]

    def row(self) -> list[str]:
        middle, floor = statistics.median(self.times), statistics.median(self.floors)
        sent, size = (statistics.median(sizes) / 1000 for sizes in list(zip(*self.answers, strict=True))[1:])
        return [
            self.act.name,
            *(f"{middle:.1f}", f"{percentile(self.times, 95):.1f}", f"{self.cpu / len(self.times):.1f}"),
            *(f"{1000 / statistics.fmean(self.times):.0f}", f"{sent:.1f}", f"{size:.1f}"),
            *(str(len(self.floor.statements)), f"{floor:.1f}", f"{middle / floor:.1f}"),
        ]


def one(person: Person, act: Act, rounds: int, tree: Tree) -> Figures:
    """One client; floor and act take turns, so that both meet the same load of the machine."""
    figures = Figures(act, Floor(act, person))
    for _round in range(WARM_UP):
        person.ask(act)
    for _round in range(rounds):
        begun = tree.cpu()
        figures.answers.append(person.ask(act))
        figures.cpu += tree.cpu() - begun
        figures.floors.append(figures.floor.ms())
    return figures


def mix(user: User, port: int, clients: int) -> str:
    """Boards, searches, records and moves as 4 : 1 : 4 : 1, one after the other from each client."""

    def work(person: Person, _place: int) -> Iterator[Act]:
        by_name = {act.name: act for act in acts(person)}
        return (by_name[random.choice(MIX)] for _ask in count())

    return f"Board 4 : search 1 : record 4 : move 1, {at_once(user, port, clients, work)}"


def writers(user: User, port: int, clients: int) -> str:
    """Everybody moves records of his own, all of them between the same two columns."""
    work = partial(moves_between, clients=clients)
    return f"Moves between the same two columns, {at_once(user, port, clients, work)}"


def at_once(user: User, port: int, clients: int, work: Callable[[Person, int], Iterator[Act]]) -> str:
    """How quickly so many clients are served, each with the acts that `work` gives it, one after the other."""
    times: list[float] = []
    people = [Person(user, port) for _client in range(clients)]
    todo = [(person, work(person, place)) for place, person in enumerate(people)]
    end = perf_counter() + SECONDS

    def keep_asking(person: Person, acts: Iterator[Act]) -> None:
        while perf_counter() < end:
            times.append(person.ask(next(acts)).ms)
        connection.close()

    threads = [threading.Thread(target=keep_asking, args=one) for one in todo]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (
        f"{clients} client(s): {len(times) / SECONDS:.0f} requests a second, "
        f"p50 {statistics.median(times):.0f} ms, p95 {percentile(times, 95):.0f} ms"
    )


def percentile(times: list[float], percent: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


def conditions() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        version = cursor.fetchone()[0]
    print(
        f"{Lead._base_manager.count():,} records, {connection.vendor} {version}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, {settings.WEB_PROCESSES} web processes of {settings.WEB_THREADS} threads, "
        f"load {os.getloadavg()[0]:.1f}"
    )
