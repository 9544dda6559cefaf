"""What arrives without a salesperson finds one at once, where the site wants that, or its team's leader hears of it.
What is taken back sets the queue back."""

from piste.assignment import jobs, turns
from piste.assignment.models import Assignment
from piste.assignment.verbs import receiving
from piste.history import events
from piste.history.models import Event
from piste.messages.listeners import SILENT_DOORS
from piste.messages.models import Notice
from piste.pipeline.models import Lead
from piste.teams.models import Team


@events.on("lead.created")
def receive(told: list[Event]) -> None:
    if receiving.note([event.row for event in told]):
        jobs.receive_arrivals.enqueue()


@events.on("lead.undone")
def set_queue_back(told: list[Event]) -> None:
    undone = told[0].facts["undone"]
    if undone == "lead.given" or undone.endswith(".undone"):
        turns.set_back(told)


# Of all events, so that it comes after whoever tells those who follow: the leader is told once, and why.
@events.on("*")
def tell_leaders(told: list[Event]) -> None:
    """Nobody else gives what arrives in a team without automatic assignment (05.27)."""
    if told[0].name != f"{Lead.noun}.created" or told[0].change_set.via in SILENT_DOORS:
        return
    unowned = [
        (event, event.row.team_id) for event in told if isinstance(event.row, Lead) and receiving.waits(event.row)
    ]
    leaders = _leaders({team for _event, team in unowned if team}, but=told[0].change_set.by_id)
    notices = [
        Notice(user_id=leaders[team], event=event, kind=Notice.Kind.UNOWNED)
        for event, team in unowned
        if team in leaders
    ]
    Notice.objects.tell(notices, update_conflicts=True, unique_fields=["user", "event"], update_fields=["kind"])


def _leaders(teams: set[int], *, but: int | None) -> dict[int | None, int]:
    """By team, of those that give nothing by themselves; nobody is told of his own acts."""
    if not teams:
        return {}
    rows = Team.objects.filter(pk__in=teams, leader__is_active=True).exclude(leader=but)
    if Assignment.current().is_on:
        rows = rows.filter(assigns=False)
    return dict(rows.values_list("pk", "leader"))
