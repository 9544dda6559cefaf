"""What a team calls no duplicates teaches in which order more is suggested to it (02.X2)."""

from collections import Counter

from django.db.models import F

from piste.contacts.models import Apart
from piste.history import events
from piste.history.models import Event
from piste.pipeline.likeness import Traits
from piste.pipeline.models import Lead, RefusedReason
from piste.teams.models import Membership


@events.on(f"{Apart.noun}.*")
def learn(told: list[Event]) -> None:
    told = [event for event in told if event.row.of == Lead.noun and (_is_new(event) or "deleted_at" in event.changes)]
    keys = {key for event in told for key in (event.row.low, event.row.high)}
    leads = Lead._base_manager.in_bulk(keys)
    learned: Counter[str] = Counter()
    for event in told:
        if event.row.low in leads and event.row.high in leads:
            shared = Traits.of(leads[event.row.low]).shared_with(Traits.of(leads[event.row.high]))
            learned.update({reason.value: _step(event) for reason in shared[:1]})
    if not any(learned.values()):
        return
    # Undo takes back what those taught who said so.
    said = Event.objects.of_row(told[0].row).select_related("change_set").get(name=f"{Apart.noun}.created")
    teams = Membership._base_manager.filter(user=said.change_set.by_id, active=True)
    for team in sorted(teams.values_list("team", flat=True)):
        for reason, times in sorted(learned.items()):
            RefusedReason._base_manager.get_or_create(team_id=team, reason=reason)
            RefusedReason._base_manager.filter(team=team, reason=reason).update(times=F("times") + times)


def _is_new(event: Event) -> bool:
    return event.name == f"{Apart.noun}.created"


def _step(event: Event) -> int:
    return 1 if _is_new(event) or event.changes["deleted_at"][1] is None else -1
