"""Times the product as people use it: over HTTP, against the whole process tree, beside the bare SQL of each page."""

import http.client
import json
import os
import platform
import random
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, transaction
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.accounts.models import User
from piste.pipeline.models import Lead, Stage

CLIENTS = 8
MIX = ["board"] * 4 + ["search"] + ["record"] * 4 + ["move"]
WARM_UP = 5


@dataclass
class Act:
    """One thing that people do: how to ask for it, and whether it writes."""

    name: str
    path: Callable[[], str]
    data: Callable[[], dict] | None = None


@dataclass
class Figures:
    act: str
    who: str
    times: list[float] = field(default_factory=list)
    size: int = 0
    queries: int = 0
    floor: float = 0.0

    def row(self) -> list[str]:
        middle, high = statistics.median(self.times), percentile(self.times, 95)
        ratio = f"{middle / self.floor:.1f}" if self.floor else ""
        return [
            *(self.act, self.who, f"{middle:.1f}", f"{high:.1f}", f"{1000 / statistics.fmean(self.times):.0f}"),
            *(f"{self.size / 1000:.1f}", str(self.queries), f"{self.floor:.1f}", ratio),
        ]


class Person:
    """A signed-in user with a connection of his own."""

    def __init__(self, user: User, port: int) -> None:
        self.user = user
        self.csrf = _get_new_csrf_string()
        self.cookies = {settings.SESSION_COOKIE_NAME: session_of(user), settings.CSRF_COOKIE_NAME: self.csrf}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, act: Act) -> tuple[float, int]:
        """Milliseconds and bytes of one answer; raises when it is no success."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "HX-Request": "true"}
        body = None
        if act.data:
            body = urlencode(act.data())
            headers |= {"X-CSRFToken": self.csrf, "Content-Type": "application/x-www-form-urlencoded"}
        else:
            headers.pop("HX-Request")
        begun = time.perf_counter()
        self.connection.request("POST" if act.data else "GET", act.path(), body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        took = (time.perf_counter() - begun) * 1000
        if answer.status not in {200, 204}:
            raise RuntimeError(f"{act.name}: {answer.status} {content[:300]!r}")
        return took, len(content)


def session_of(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def acts(user: User) -> list[Act]:
    """What this user does, on records that he may touch, chosen anew each time."""
    mine = Lead.objects.visible_to(user).filter(outcome="open", archived=False, kind="opportunity")
    keys = list(mine.order_by("-pk").values_list("pk", flat=True)[:2000])
    stages = list(Stage.objects.filter(is_won=False).values_list("pk", flat=True))
    closing = keys[len(keys) // 2 :]
    scope = {"scope": "all"} if user.sees_all else {}
    board = reverse("pipeline:board", query=scope) if scope else reverse("pipeline:board")
    words = ["warehouse", "scanner 1", "buyer12", "verdier", "+33 1 99 00"]
    return [
        Act("board", lambda: board),
        Act("column", lambda: next_cards(user, board)),
        Act("list", lambda: reverse("pipeline:leads") + "?" + urlencode(scope)),
        Act("search", lambda: reverse("search") + "?" + urlencode({"q": random.choice(words)})),
        Act("record", lambda: reverse("pipeline:lead", args=[random.choice(keys)])),
        Act("move", lambda: reverse("pipeline:move", args=[random.choice(keys[: len(keys) // 2])]),
            lambda: {"stage": random.choice(stages)}),
        Act("won", lambda: reverse("pipeline:won", args=[closing.pop()]), lambda: {"skip": "yes"}),
        Act("create", lambda: reverse("pipeline:quick_create"), lambda: {"title": "Bench", "stage": stages[0]}),
    ]  # fmt: skip


_next: dict[int, str] = {}


def next_cards(user: User, board: str) -> str:
    """The address of a column's next cards, as the board names it."""
    if user.pk not in _next:
        client = Client()
        client.force_login(user)
        found = re.search(r'hx-get="([^"]*(?:after|cursor)=[^"]*)"', client.get(board).content.decode())
        _next[user.pk] = found.group(1).replace("&amp;", "&") if found else board
    return _next[user.pk]


def bare(act: Act, user: User) -> tuple[int, float]:
    """The number of statements of an answer, and the milliseconds of the same SQL by the bare driver."""
    client = Client()
    client.force_login(user)
    with transaction.atomic():
        with CaptureQueriesContext(connection) as captured:
            client.post(act.path(), act.data(), HTTP_HX_REQUEST="true") if act.data else client.get(act.path())
        transaction.set_rollback(True)
    statements = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "--"))]
    reads = [sql for sql in statements if sql.startswith("SELECT")]
    times = []
    for _round in range(7):
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            for sql in reads:
                cursor.cursor.execute(sql.replace("%", "%%") if connection.vendor == "sqlite" else sql)
                cursor.cursor.fetchall()
        times.append((time.perf_counter() - begun) * 1000)
    return len(statements), statistics.median(times)


def measure(rounds: int, port: int) -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "piste", "start"],
        env=os.environ | {"PISTE_PORT": str(port), "PISTE_DEMO": "no"},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        seller, manager = (
            User.objects.get(email="seller7@bench.example"),
            User.objects.get(email="manager@bench.example"),
        )
        conditions()
        table = []
        for user, who in ((seller, "salesperson"), (manager, "whole company")):
            person = Person(user, port)
            for act in acts(user):
                table.append(one(person, act, who, rounds))
        print_table(table)
        mix(seller, port)
        print(f"\nMemory of the process tree: {memory(server.pid):.0f} MB (proportional set size)")
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def one(person: Person, act: Act, who: str, rounds: int) -> Figures:
    figures = Figures(act.name, who)
    for _round in range(WARM_UP):
        person.ask(act)
    for _round in range(rounds):
        took, figures.size = person.ask(act)
        figures.times.append(took)
    figures.queries, figures.floor = bare(act, person.user)
    return figures


def mix(user: User, port: int, seconds: float = 10) -> None:
    """Requests per second of one and of eight clients, on boards, searches, records and moves as 4 : 1 : 4 : 1."""
    for clients in (1, CLIENTS):
        done: list[float] = []
        end = time.perf_counter() + seconds
        threads = [threading.Thread(target=work, args=(user, port, end, done)) for _client in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(
            f"\n{clients} client(s), board 4 : search 1 : record 4 : move 1: {len(done) / seconds:.0f} requests a second, "
            f"p50 {statistics.median(done):.0f} ms, p95 {percentile(done, 95):.0f} ms"
        )


def work(user: User, port: int, end: float, done: list[float]) -> None:
    person = Person(user, port)
    by_name = {act.name: act for act in acts(user)}
    while time.perf_counter() < end:
        done.append(person.ask(by_name[random.choice(MIX)])[0])
    connection.close()


def memory(root: int) -> float:
    """Megabytes of the process and all below it, shared pages counted once."""
    pids, total = [root], 0
    while pids:
        pid = pids.pop()
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+)", lines, re.MULTILINE).group(1))
            for task in Path(f"/proc/{pid}/task").iterdir():
                pids += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, AttributeError):
            continue
    return total / 1024


def wait_for(port: int) -> None:
    for _try in range(240):
        try:
            probe = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            probe.request("GET", "/ready")
            if probe.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.25)
    raise RuntimeError("Piste did not start.")


def percentile(times: list[float], percent: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


def conditions() -> None:
    load = os.getloadavg()[0]
    records = json.dumps(Lead._base_manager.count())
    print(
        f"{records} records, {connection.vendor}, Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load {load:.1f} before the run\n"
    )


def print_table(rows: list[Figures]) -> None:
    heads = ["act", "who", "p50 ms", "p95 ms", "1/s", "kB", "queries", "floor ms", "times floor"]
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for row in rows:
        print("| " + " | ".join(row.row()) + " |")
