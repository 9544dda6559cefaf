"""What arrives without a salesperson is given at once, by the same rules as any run (05.13)."""

from piste.assignment.models import Arrival, Assignment
from piste.assignment.verbs.running import start, work
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead


def note(leads: list[Lead]) -> bool:
    """Remembers those that are to be given at once, in the transaction that makes them; says whether there are any."""
    waiting = [lead for lead in leads if waits(lead)]
    if not waiting or not Assignment.current().receives:
        return False
    Arrival.objects.bulk_create([Arrival(lead=lead) for lead in waiting], batch_size=500)
    return True


def waits(lead: Lead) -> bool:
    return lead.owner_id is None and lead.is_open and not lead.archived


def receive() -> None:
    """Gives what has arrived, until nothing waits any more.

    While another run is at work it leaves that to whoever ends it: he comes here afterwards.
    """
    if not Assignment.current().receives:
        Arrival.objects.waiting().delete()
        return
    Arrival.objects.waiting().owned().delete()
    while Arrival.objects.waiting().exists():
        try:
            run = start(by=None, on_arrival=True)
        except Refused:
            return
        work(run)
