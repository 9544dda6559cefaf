"""Who follows a team is told what happens to its records, as far as he sees them (04.9)."""

from piste.history import events
from piste.history.models import Event
from piste.messages.listeners import SILENT_DOORS
from piste.messages.models import Notice
from piste.pipeline.models import Lead, TeamFollower

NEWS = {f"{Lead.noun}.{news}": news.value for news in TeamFollower.News}


# Of all events, so that it comes after whoever tells the followers of the records: nobody is told twice.
@events.on("*")
def tell(told: list[Event]) -> None:
    news = NEWS.get(told[0].name)
    if news is None or told[0].change_set.via in SILENT_DOORS:
        return
    of_team: dict[int, list[Event]] = {}
    for event in told:
        if isinstance(event.row, Lead) and event.row.team_id:
            of_team.setdefault(event.row.team_id, []).append(event)
    followers = TeamFollower.objects.filter(team__in=of_team).exclude(user=told[0].change_set.by_id)
    notices = [
        Notice(user=one.user, event=event, kind=Notice.Kind.FOLLOWED)
        for one in followers.select_related("user")
        if news in one.news and one.user.is_active
        for event in _seen(one, of_team[one.team_id])
    ]
    Notice.objects.tell(notices, ignore_conflicts=True)


def _seen(follower: TeamFollower, told: list[Event]) -> list[Event]:
    rows = Lead.objects.visible_to(follower.user).filter(pk__in=[event.row_id for event in told])
    seen = set(rows.values_list("pk", flat=True))
    return [event for event in told if event.row_id in seen]
