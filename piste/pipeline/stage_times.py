"""How long a record stood in each stage, by its events (01.35)."""

from collections import defaultdict
from itertools import pairwise

from django.db.models import QuerySet

from piste.history.models import Event
from piste.kernel.clock import now
from piste.kernel.prepared import prepared
from piste.pipeline.models import Lead


def seconds_in_stages(lead: Lead) -> dict[int, int]:
    """Whole seconds by stage key; the time that is running counts, and coming back adds up."""
    moves = [(at, after) for at, (_, after) in _moves(lead.pk)]
    if not moves:
        moves = [(lead.created_at, lead.stage_id)]
    ends = (lead.closed_at or now(), None)
    seconds: dict[int, int] = defaultdict(int)
    for (since, stage), (until, _) in pairwise([*moves, ends]):
        seconds[stage] += max(0, round((until - since).total_seconds()))
    return dict(seconds)


@prepared
def _moves(lead: int) -> QuerySet:
    changes = Event.objects.filter(noun=Lead.noun, row_id=lead, changes__has_key="stage").order_by("at", "id")
    return changes.values_list("at", "changes__stage")
