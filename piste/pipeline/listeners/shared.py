"""With whom a record is shared is told so; of a team everybody who works in it."""

from piste.history import events
from piste.history.models import Event
from piste.messages.models import Notice
from piste.pipeline.models import Share
from piste.teams.models import Membership


@events.on(f"{Share.noun}.created")
def tell(told: list[Event]) -> None:
    for event in told:
        if isinstance(event.row, Share):
            others = _with_whom(event.row) - {event.change_set.by_id}
            notices = [Notice(user_id=user, event=event, kind=Notice.Kind.SHARED) for user in sorted(others)]
            Notice.objects.tell(notices, ignore_conflicts=True)


def _with_whom(share: Share) -> set[int]:
    if share.user_id:
        return {share.user_id}
    return set(Membership.objects.filter(team=share.team, active=True).values_list("user", flat=True))
