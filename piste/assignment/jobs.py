"""What this room does by the clock, and in the background."""

from datetime import timedelta

from django_tasks import task

from piste.assignment.models import Assignment, Run
from piste.assignment.verbs.receiving import receive
from piste.assignment.verbs.running import start, work
from piste.kernel import schedule
from piste.kernel.clock import now
from piste.kernel.refusals import Refused

KEPT_FOR = timedelta(days=365)
# The clock ticks once a minute, and a run begins a little after its tick: the tick that is nearest is meant.
EARLY = timedelta(seconds=30)


@task()
def assign(key: int) -> None:
    for run in Run.objects.at_work().filter(pk=key):
        work(run)
    receive()


@task()
def receive_arrivals() -> None:
    receive()


@schedule.every(minutes=1)
def assign_when_due() -> None:
    """A run that lost its worker goes on; else one begins when it is time. What arrived meanwhile follows."""
    for run in Run.objects.at_work():
        if not run.is_silent:
            return
        work(run)
        receive()
        return
    if is_due():
        try:
            work(start(by=None))
        except Refused:
            # Somebody was quicker by hand.
            return
    receive()


def is_due() -> bool:
    rules = Assignment.current()
    if rules.mode != Assignment.Mode.BY_CLOCK:
        return False
    last = Run.objects.filter(by=None, on_arrival=False).order_by("-id").values_list("started_at", flat=True).first()
    return last is None or last + rules.pace <= now() + EARLY


@schedule.every(hours=24)
def forget_old_runs() -> None:
    Run.objects.filter(at_work=False, started_at__lt=now() - KEPT_FOR).delete()
