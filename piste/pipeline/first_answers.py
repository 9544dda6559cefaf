"""The clock of the first answer: from the creation of a record to the first call, mail or meeting with the customer,
beside the target of its team (05.X3)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from piste.activities.models import Activity, ActivityType
from piste.kernel.bulk import update_each
from piste.kernel.clock import now
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.fields import Question
from piste.kernel.criteria.parsing import unknown
from piste.kernel.prepared import prepared
from piste.messages.models import Note
from piste.pipeline.models import Lead
from piste.teams.models import Team
from piste.ui.formats import duration

# A target is about to be missed when three quarters of its time are gone.
SOON_AFTER = 0.75
# Whoever waits longer than that has given up; and old records make no list of thousands when a target is set.
WATCHED = timedelta(days=30)
# With these one speaks with the customer.
ANSWERING = (ActivityType.Action.CALL, ActivityType.Action.EMAIL, ActivityType.Action.MEETING)

UNANSWERED = Q(answered_at=None, closed_at=None, deleted_at=None, archived=False)


class Clock(TextChoices):
    SOON = "soon", gettext_lazy("First answer is due soon")
    MISSED = "missed", gettext_lazy("First answer is missed")

    @property
    def short(self) -> str:
        """Where it is said already that first answers are meant."""
        return _("Due soon") if self == Clock.SOON else _("Missed")

    def counted(self, count: int) -> str:
        """What so many of them are called."""
        if self == Clock.SOON:
            return ngettext("first answer due soon", "first answers due soon", count)
        return ngettext("missed first answer", "missed first answers", count)


def ticking(clock: Clock) -> Q:
    """Open records without an answer whose clock stands there; each team has its own limits."""
    at, of_teams = now(), Q(pk__in=[])
    for team, hours in _targets():
        # The whole condition in each branch: only so SQLite meets the partial index.
        of_teams |= UNANSWERED & Q(team=team, **_between(clock, at, timedelta(hours=hours)))
    return of_teams


def _between(clock: Clock, at: datetime, target: timedelta) -> dict[str, datetime]:
    if clock == Clock.SOON:
        return {"created_at__gt": at - target, "created_at__lte": at - target * SOON_AFTER}
    return {"created_at__gt": at - max(WATCHED, target), "created_at__lte": at - target}


def watched_since() -> datetime:
    """Nothing that was created earlier is looked at."""
    longest = max((timedelta(hours=hours) for _team, hours in _targets()), default=WATCHED)
    return now() - max(WATCHED, longest)


@prepared
def _targets() -> QuerySet:
    rows = Team.objects.current().exclude(answer_hours=None)
    return rows.order_by("pk").values_list("pk", "answer_hours")


def are_watched() -> bool:
    """Whether any team has a target."""
    return bool(_targets())


def said(created: datetime, answered: datetime | None, closed: datetime | None, hours: int | None) -> str:
    """How a record stands, for lists and pages."""
    if answered:
        return _("after %(time)s") % {"time": duration((answered - created).total_seconds())}
    if hours is None or closed:
        return ""
    left = (created + timedelta(hours=hours) - now()).total_seconds()
    if left < 0:
        return _("missed by %(time)s") % {"time": duration(-left)}
    return _("due in %(time)s") % {"time": duration(left)}


def refresh(keys: Iterable[int]) -> None:
    """Finds the first answer of each record anew."""
    first: dict[int, datetime] = {}
    for rows, column in ((_calls(keys), "at"), (_done(keys), "closed_at")):
        for key, at in rows.order_by().values_list("thread_id").annotate(Min(column)):
            first[key] = min(first.get(key, at), at)
    stale = [
        lead
        for lead in Lead._base_manager.filter(pk__in=keys).only("pk", "answered_at")
        if lead.answered_at != first.get(lead.pk)
    ]
    for lead in stale:
        lead.answered_at = first.get(lead.pk)
    update_each(stale, ["answered_at"])


def _calls(keys: Iterable[int]) -> QuerySet:
    calls = Note._base_manager.filter(kind=Note.Kind.CALL, deleted_at=None)
    return calls.filter(thread_noun=Lead.noun, thread_id__in=keys)


def _done(keys: Iterable[int]) -> QuerySet:
    done = Activity._base_manager.filter(state=Activity.State.DONE, type__action__in=ANSWERING, deleted_at=None)
    return done.filter(thread_noun=Lead.noun, thread_id__in=keys)


def _nothing_more(said: Any) -> None:
    if said not in (None, ""):
        raise unknown(said)


def _question(clock: Clock, label: Any) -> Question:
    def condition(_value: Any, _asker: Asker) -> Q:
        return ticking(clock)

    def sentence(_value: Any, _user: Any) -> str:
        return str(clock.label)

    return Question(label, (), _nothing_more, condition, sentence)


CLOCK = {
    Clock.SOON.value: _question(Clock.SOON, gettext_lazy("is due soon")),
    Clock.MISSED.value: _question(Clock.MISSED, gettext_lazy("is missed")),
}
