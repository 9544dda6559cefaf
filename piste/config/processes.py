"""The processes of Piste: each can be run alone, `piste start` runs them together."""

import multiprocessing
import platform
import time
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from piste.config import static
from piste.config.supervisor import die_with_parent
from piste.kernel import jobs, schedule

SCHEDULER_PAUSE = 5.0


def web() -> None:
    """Serves the pages and the API."""
    static.collect()
    # Forked, so that the web processes share the memory of what is already loaded here.
    multiprocessing.set_start_method("fork", force=True)
    Granian(
        "piste.config.wsgi:application",
        address=settings.HOST,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WEB_PROCESSES,
        blocking_threads=settings.WEB_THREADS,
        # A thread that ends takes its database connection along.
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        websockets=False,
        log_level=LogLevels.error,
    ).serve(target_loader=_application, wrap_loader=False)


def _application() -> Callable:
    from piste.config.wsgi import application

    die_with_parent()
    return application


def worker() -> None:
    """Does the jobs that wait in the database, one after the other."""
    # A new worker has the name of the one before it, and so knows what that one left undone.
    name = f"{platform.node()}:{settings.DATA}"[-64:]
    schedule.jobs()
    jobs.resume_jobs_of(name)
    queue = Worker(
        worker_id=name,
        queue_names=["*"],
        excluded_queue_names=[],
        backend_name="default",
        interval=1,
        startup_delay=False,
        batch=False,
        max_tasks=None,
    )
    queue.configure_signals()
    queue.run()


def scheduler() -> None:
    """Queues the jobs of the schedule when they are due."""
    while True:
        schedule.queue_due()
        close_old_connections()
        time.sleep(SCHEDULER_PAUSE)
