"""Who leaves a team may leave his records to a colleague (05.7)."""

from piste.accounts.models import User
from piste.history import events
from piste.history.models import Event
from piste.history.recording import chunks
from piste.pipeline.models import Lead
from piste.pipeline.verbs.assigning import assign_many


@events.on("membership.ended")
def pass_on(told: list[Event]) -> None:
    for event in told:
        colleague = User.objects.assignable().filter(pk=event.facts.get("handover_to")).first()
        if colleague is None:
            continue
        membership = event.row
        left = Lead.objects.open_of(membership.user_id, team=membership.team_id)
        for keys in chunks(list(left.values_list("pk", flat=True))):
            leads = Lead.objects.filter(pk__in=keys)
            assign_many(leads, by=event.change_set.by, owner=colleague, team=membership.team)
