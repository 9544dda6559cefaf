"""`piste doctor`: what is checked, how it stands, what to do."""

import json as json_text
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django_tasks_db.models import DBTaskResult

from piste.config import health
from piste.kernel import clock, space

LEVELS = ["ok", "warning", "error"]
LONGEST_QUEUE = timedelta(minutes=10)


@dataclass(frozen=True)
class Finding:
    check: str
    level: str
    text: str


def doctor(*, json: bool) -> None:
    """Prints a line for each check; the exit code is 0, 1 for a warning, 2 for an error."""
    findings = list(examine())
    if json:
        print(json_text.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            print(f"{finding.level:8} {finding.check:14} {finding.text}")
    raise SystemExit(max(LEVELS.index(finding.level) for finding in findings))


def examine() -> Iterator[Finding]:
    for check in CHECKS:
        try:
            level, text = check()
        except DatabaseError as error:
            level, text = "error", f"cannot be read: {str(error).strip().splitlines()[0]}"
        yield Finding(check.__name__.replace("_", " "), level, text)


def database() -> tuple[str, str]:
    connection.ensure_connection()
    version = ".".join(map(str, connection.get_database_version()))
    return "ok", f"{connection.display_name} {version}"


def migrations() -> tuple[str, str]:
    if waiting := health.pending():
        return "error", f"{len(waiting)} are not applied; run `piste migrate`"
    return "ok", "all applied"


def data_folder() -> tuple[str, str]:
    free = shutil.disk_usage(settings.DATA)
    text = f"{settings.DATA}: {free.free / free.total:.0%} of the disk is free"
    if space.is_short():
        return "warning", f"{text}; make room: files and imports are refused"
    return "ok", text


def secret_key() -> tuple[str, str]:
    path = Path(settings.DATA, "secret.key")
    if path.exists() and path.stat().st_mode & 0o077:
        return "warning", f"{path} can be read by others; run `chmod 600 {path}`"
    return "ok", "kept from others"


def front_end() -> tuple[str, str]:
    missing = [
        name for name, folder in settings.VENDORED.items() if not (settings.NODE_MODULES / name / folder).is_dir()
    ]
    if missing:
        return "error", f"{', '.join(missing)} not found; run bin/setup"
    return "ok", "all packages found"


def jobs() -> tuple[str, str]:
    failed = DBTaskResult.objects.failed().count()
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=clock.now() - LONGEST_QUEUE).count()
    if late:
        return "warning", f"{late} wait for more than ten minutes; is the worker running?"
    if failed:
        return "warning", f"{failed} failed; `piste manage shell` shows their traces in DBTaskResult"
    return "ok", "none failed, none late"


CHECKS: list[Callable[[], tuple[str, str]]] = [database, migrations, data_folder, secret_key, front_end, jobs]
