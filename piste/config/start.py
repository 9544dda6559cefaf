"""`piste start`: everything as one process tree."""

import fcntl
import gc
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.template import engines
from django.urls import get_resolver

from piste import __version__
from piste.accounts.setup import setup_code
from piste.config import health, processes, static, supervisor
from piste.kernel import failures, schedule
from piste.kernel.models import Release

LONGEST_START = 30.0
ANY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104


def start() -> None:
    with only_one():
        check_port()
        if code := supervisor.run(prepare):
            raise SystemExit(code)
        load()
        processes_by_name = {"web": processes.web, "worker": processes.worker_by_the_clock}
        supervisor.supervise(processes_by_name, when_started=announce)


@contextmanager
def only_one() -> Iterator[None]:
    """A SQLite file has one process tree."""
    if connection.vendor != "sqlite":
        yield
        return
    path = settings.DATABASES["default"]["NAME"]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = open(f"{path}.lock", "w")  # noqa: SIM115
    except OSError as error:
        raise SystemExit(
            f"piste: the database is {str(path)!r}, where nothing can be written ({error.strerror.lower()});"
            " expected a file in a folder of your own."
        ) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"piste: another Piste is running on {path}; stop that one first.") from None
        yield


def check_port() -> None:
    try:
        family, kind, _protocol, _name, where = _socket_address()
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except socket.gaierror:
        raise SystemExit(f"piste: PISTE_HOST is {settings.HOST!r}; expected an address of this machine.") from None
    except OSError as error:
        reason = str(error.strerror).lower()
        raise SystemExit(
            f"piste: PISTE_PORT is {settings.PORT} on {settings.HOST}, which cannot be used ({reason});"
            " expected a free port."
        ) from None


def prepare() -> None:
    """Brings the database up to this version. Runs in a process of its own, for it needs much memory once."""
    try:
        refuse_newer_database()
        if health.pending():
            print("Preparing the database ...", flush=True)
            call_command("migrate", verbosity=0, interactive=False)
        Release.objects.get_or_create(version=__version__)
    except DatabaseError as error:
        raise SystemExit(f"piste: {failures.sentence(error)}") from None
    static.collect()
    demo = "load" if settings.DEMO and not get_user_model().objects.exists() else "sign-ins"
    call_command("demo", demo)
    if code := setup_code():
        print(f"Set it up at {address()}setup/ with the code {code}", flush=True)


def refuse_newer_database() -> None:
    unknown = sorted((app, name) for app, name in health.applied() - health.known() if health.is_own(app))
    if unknown:
        newer = Release.objects.latest().version
        raise SystemExit(
            f"piste: the database is from a newer Piste ({newer}, migration {'.'.join(unknown[-1])});"
            f" this is {__version__}. Start the newer program."
        )


def load() -> None:
    """Loads everything that the children need, so that they share its memory."""
    from piste.config.wsgi import application  # noqa: F401

    get_resolver().url_patterns  # noqa: B018
    engines.all()
    schedule.jobs()
    connections.close_all()
    gc.collect()
    gc.freeze()


def announce() -> None:
    deadline = time.monotonic() + LONGEST_START
    while not _answers():
        if time.monotonic() > deadline:
            return
        time.sleep(0.05)
    print(f"Piste {__version__} is running at {address()} (Ctrl-C stops it).", flush=True)


def address() -> str:
    host = "localhost" if settings.HOST in ANY_ADDRESS else settings.HOST
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.PORT}/"


def _answers() -> bool:
    family, kind, _protocol, _name, where = _socket_address()
    with socket.socket(family, kind) as probe:
        return probe.connect_ex(where) == 0


def _socket_address() -> tuple:
    return socket.getaddrinfo(settings.HOST, settings.PORT, type=socket.SOCK_STREAM)[0]
