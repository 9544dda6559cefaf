"""The processes of Piste: each can be run alone, `piste start` runs them together."""

import multiprocessing
import os
import platform
import signal
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from piste.config import static
from piste.config.supervisor import die_with_parent
from piste.kernel import jobs, schedule
from piste.kernel.patience import patiently

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


class JobWorker(Worker):
    """Survives a database that is locked or away, and takes up again what that cut off."""

    def __init__(self, *, batch: bool = False) -> None:
        super().__init__(
            # A new worker has the name of the one before it, and so knows what that one left undone.
            worker_id=f"{platform.node()}:{settings.DATA}"[-64:],
            queue_names=["*"],
            excluded_queue_names=[],
            backend_name="default",
            interval=1,
            startup_delay=False,
            batch=batch,
            max_tasks=None,
        )

    def run(self) -> None:
        jobs.resume_jobs_of(self.worker_id)
        super().run()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        jobs.try_again(db_task_result)


def worker() -> None:
    """Does the jobs that wait in the database, one after the other."""
    schedule.jobs()
    queue = JobWorker()
    queue.configure_signals()
    patiently(queue.run)


def scheduler() -> None:
    """Queues the jobs of the schedule when they are due."""
    while True:
        patiently(schedule.queue_due)
        close_old_connections()
        time.sleep(SCHEDULER_PAUSE)


def worker_by_the_clock() -> None:
    """Worker and scheduler in one process: the scheduler's own would hold 12 MB to look at a table now and then."""
    threading.Thread(target=_schedule_or_end, name="scheduler", daemon=True).start()
    worker()


def _schedule_or_end() -> None:
    """A worker whose schedule has stopped ends after its job, to be started again."""
    try:
        scheduler()
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
