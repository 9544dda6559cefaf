"""Keeps child processes alive, and sees to it that none outlives this one."""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

# Forked children share the memory of what is already loaded here.
fork = get_context("fork").Process

TICK = 0.2
PATIENCE = 10.0
LONGEST_PAUSE = 60.0
STOPPED = 130
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(function: Callable[[], object]) -> int | None:
    """Runs the function in a process of its own and returns its exit code; the memory that it took is free again."""
    process = fork(target=_once, args=(function, os.getpid()))
    process.start()
    process.join()
    return process.exitcode


def supervise(functions: Mapping[str, Callable[[], object]], *, when_started: Callable[[], object]) -> None:
    """Runs each function in a process of its own until told to stop; one that ends is started again."""
    stopping = threading.Event()
    for number in STOPS:
        signal.signal(number, lambda *_: stopping.set())
    children = [Child(name, function) for name, function in functions.items()]
    for child in children:
        child.start()
    when_started()
    while not stopping.wait(TICK):
        for child in children:
            child.keep_alive()
    for child in children:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.wait_until(deadline)


class Child:
    """One function in one process, started again with growing pauses when it ends."""

    def __init__(self, name: str, function: Callable[[], object]) -> None:
        self.name = name
        self.function = function
        self.process: BaseProcess | None = None
        self.started_at = 0.0
        self.pause = 0.0

    def keep_alive(self) -> None:
        if self.process is not None and not self.process.is_alive():
            self.bury(self.process)
        if self.process is None and time.monotonic() >= self.started_at + self.pause:
            self.start()

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = fork(target=_begin, args=(self.function, os.getpid()), name=self.name)
        self.process.start()

    def bury(self, process: BaseProcess) -> None:
        lived = time.monotonic() - self.started_at
        self.pause = min(2 * self.pause, LONGEST_PAUSE) if self.pause and lived < LONGEST_PAUSE else 1.0
        print(f"piste: {self.name} ended (code {process.exitcode}) and is started again.", file=sys.stderr)
        self.process = None

    def terminate(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def wait_until(self, deadline: float) -> None:
        if self.process is None:
            return
        self.process.join(max(0.0, deadline - time.monotonic()))
        if self.process.is_alive() and self.process.pid:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.join()


def die_with_parent() -> None:
    """Has Linux kill this process when its parent is gone: a job that went on would meet the one that resumes it."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


def _once(function: Callable[[], object], parent: int) -> None:
    die_with_parent()
    try:
        if os.getppid() == parent:
            function()
    except KeyboardInterrupt:
        raise SystemExit(STOPPED) from None


def _begin(function: Callable[[], object], parent: int) -> None:
    # A group of its own: Ctrl-C reaches the parent alone, which stops the children in order.
    os.setpgid(0, 0)
    for number in STOPS:
        signal.signal(number, signal.SIG_DFL)
    die_with_parent()
    if os.getppid() == parent:
        function()
