"""Several databases, one after the other, each by the same two commands in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


def report(folder: Path, sizes: list[int], postgres: str | None, rounds: int) -> None:
    """Prints the tables for each size on SQLite, and on PostgreSQL when there is one. What is filled stays filled."""
    for size in sizes:
        for kind in ("sqlite", "postgresql") if postgres else ("sqlite",):
            place = folder / f"{kind}-{size}"
            place.mkdir(parents=True, exist_ok=True)
            environment = os.environ | {"PISTE_DATA": str(place), "DATABASE_URL": ""}
            if postgres and kind == "postgresql":
                environment["DATABASE_URL"] = _database(postgres, f"bench_{size}")
            print(f"\n## {size:,} records, {kind}\n", flush=True)
            filled = place / "filled"
            if not filled.exists():
                _bench(environment, "fill", str(size))
                filled.touch()
            _bench(environment, "measure", "--rounds", str(rounds))


def _bench(environment: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "-m", "bench", *words], env=environment, check=True)


def _database(server: str, name: str) -> str:
    """The address of the database of this name on that server, made if it is not there."""
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlsplit(server)._replace(path=f"/{name}").geturl()
