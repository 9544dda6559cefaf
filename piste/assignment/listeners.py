"""A record that arrives without a salesperson finds one at once, where the site wants that."""

from piste.assignment import jobs
from piste.assignment.verbs import receiving
from piste.history import events
from piste.history.models import Event


@events.on("lead.created")
def receive(told: list[Event]) -> None:
    if receiving.note([event.row for event in told]):
        jobs.receive_arrivals.enqueue()
