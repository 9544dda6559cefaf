"""`piste start` as a user types it, in a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

PATIENCE = 60


def environment(folder: Path, port: int) -> dict[str, str]:
    return os.environ | {
        "PISTE_DATA": str(folder),
        "PISTE_PORT": str(port),
        "PISTE_DEMO": "no",
        "DATABASE_URL": "",
    }


def piste(*arguments: str, env: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "piste", *arguments],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def lines_until(process: subprocess.Popen, text: str) -> list[str]:
    lines = []
    for line in process.stdout:
        lines.append(line)
        if text in line:
            break
    return lines


def descendants(pid: int) -> set[int]:
    children = {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    return children.union(*map(descendants, children))


def gone(pids: set[int]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture(scope="module")
def env(tmp_path_factory):
    return environment(tmp_path_factory.mktemp("data"), free_port())


@pytest.fixture
def running(env):
    process = piste("start", env=env)
    try:
        assert "is running at" in lines_until(process, "is running at")[-1]
        yield process
    finally:
        process.kill()
        process.wait()


def test_one_process_tree_starts_serves_and_stops(env, running):
    address = f"http://127.0.0.1:{env['PISTE_PORT']}"
    with urlopen(f"{address}/ready") as answer:
        assert answer.status == 200

    second = piste("start", env=env)
    assert "another Piste is running" in second.communicate()[0]
    assert second.returncode == 1

    tree = descendants(running.pid)
    # The server with two processes of its own, and the worker with the scheduler in it.
    assert len(tree) == 4
    running.send_signal(signal.SIGTERM)
    rest = running.communicate(timeout=PATIENCE)[0]
    assert (running.returncode, rest) == (0, "")
    assert gone(tree)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends orphans")
def test_no_child_outlives_a_killed_parent(running):
    tree = descendants(running.pid)
    running.kill()
    assert gone(tree)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PISTE_PORT", "http", "piste: PISTE_PORT is 'http'; expected a whole number from 1 to 65535.\n"),
        (
            "DATABASE_URL",
            "mysql://x/y",
            "piste: DATABASE_URL begins with 'mysql'; expected postgresql:// or sqlite:///.\n",
        ),
        ("PISTE_DATA", "/proc/no", "piste: PISTE_DATA is '/proc/no', where nothing can be written"),
    ],
)
def test_a_wrong_setting_is_one_sentence(env, name, value, told):
    process = piste("start", env=env | {name: value})
    output = process.communicate()[0]
    assert output.startswith(told)
    assert output.count("\n") == 1
    assert process.returncode == 1
