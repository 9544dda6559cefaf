"""What happens by the clock. Rooms name their jobs in `jobs.py`; the scheduler queues them when they are due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import autodiscover_modules
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from piste.kernel import clock
from piste.kernel.models import Turn

# Clocks of several machines differ.
LEEWAY = timedelta(minutes=10)


@dataclass(frozen=True)
class Job:
    task: Task
    every: timedelta


_jobs: dict[str, Job] = {}


def every(*, seconds: int = 0, minutes: int = 0, hours: int = 0) -> Callable[[Callable[[], None]], Task]:
    """Makes a function without arguments a task that is queued at this pace. It must be safe to repeat."""

    def register(function: Callable[[], None]) -> Task:
        job = Job(task(function), timedelta(seconds=seconds, minutes=minutes, hours=hours))
        _jobs[job.task.module_path] = job
        return job.task

    return register


def jobs() -> dict[str, Job]:
    """Every room's scheduled jobs by name."""
    autodiscover_modules("jobs")
    return _jobs


def queue_due(now: datetime | None = None) -> list[str]:
    """Queues the jobs that are due and names them. Any number of schedulers may ask: each turn is taken once."""
    now = now or clock.now()
    due_at = dict(Turn.objects.values_list("job", "due_at"))
    due = [name for name, job in jobs().items() if _is_due(due_at.get(name, now), job, now)]
    return [name for name in due if _queue(name, jobs()[name], now)]


def _is_due(moment: datetime, job: Job, now: datetime) -> bool:
    """Also what lies further ahead than it can: the clock was ahead when its turn was taken."""
    return moment <= now or moment > now + job.every + LEEWAY


@transaction.atomic
def _queue(name: str, job: Job, now: datetime) -> bool:
    Turn.objects.get_or_create(job=name, defaults={"due_at": now})
    due = Q(due_at__lte=now) | Q(due_at__gt=now + job.every + LEEWAY)
    if not Turn.objects.filter(due, job=name).update(due_at=now + job.every):
        return False
    # Without a worker the turns pass, they do not pile up.
    if not DBTaskResult.objects.filter(task_path=name, status=TaskResultStatus.READY).exists():
        job.task.enqueue()
    return True
