"""Whoever leaves leaves his views to a colleague, else to whoever let him go: a manager."""

from piste.accounts.models import User
from piste.finding.verbs.saving import hand_over
from piste.history import events
from piste.history.models import Event


@events.on("user.deactivated")
def keep_views(told: list[Event]) -> None:
    for event in told:
        colleague = User.objects.filter(pk=event.facts.get("handover_to")).first()
        hand_over(event.row, by=event.change_set.by, to=colleague or event.change_set.by)
