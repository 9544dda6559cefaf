"""Housekeeping, and what becomes of jobs whose worker died."""

from datetime import timedelta

from django.core.management import call_command
from django.db import OperationalError
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from piste.kernel import clock, schedule

TRIES = 3
LEASE = timedelta(hours=1)
UNAVAILABLE = f"{OperationalError.__module__}.{OperationalError.__qualname__}"


@schedule.every(hours=24)
def forget_finished_jobs() -> None:
    call_command("prune_db_task_results", verbosity=0)


@schedule.every(hours=24)
def forget_ended_sessions() -> None:
    call_command("clearsessions")


@schedule.every(minutes=5)
def resume_jobs_past_their_lease() -> None:
    resume(DBTaskResult.objects.running().filter(started_at__lt=clock.now() - LEASE))


def resume_jobs_of(worker_id: str) -> None:
    """A worker that begins has no running job: those that carry its name were cut off."""
    running = DBTaskResult.objects.running()
    resume([job for job in running if job.worker_ids[-1:] == [worker_id]])


def try_again(job: DBTaskResult) -> None:
    """After it failed: for the database alone, which was locked or away, it need not fail for good."""
    if job.exception_class_path == UNAVAILABLE and len(job.worker_ids) < TRIES:
        resume([job])


def resume(interrupted) -> None:
    for job in interrupted:
        if len(job.worker_ids) < TRIES:
            job.status = TaskResultStatus.READY
            job.save(update_fields=["status"])
        else:
            job.set_failed(InterruptedError(f"Its worker died {TRIES} times."))
