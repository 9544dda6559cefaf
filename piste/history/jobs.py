"""What this room does in the background, and by the clock."""

from datetime import timedelta

from django_tasks import task

from piste.history.long_acts import work
from piste.history.models import LongAct
from piste.kernel import schedule
from piste.kernel.clock import now

KEPT_FOR = timedelta(days=30)


@task()
def carry_out(key: int) -> None:
    for act in LongAct.objects.select_related("by").filter(pk=key):
        work(act)


@schedule.every(minutes=1)
def go_on() -> None:
    """With what has lost its worker."""
    for act in LongAct.objects.silent().select_related("by"):
        work(act)


@schedule.every(hours=24)
def forget_long_acts() -> None:
    LongAct.objects.exclude(state=LongAct.State.AT_WORK).filter(begun_at__lt=now() - KEPT_FOR).delete()
