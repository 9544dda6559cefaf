from datetime import timedelta
from typing import Self

from django.db.models import F, Q

from piste.activities import states
from piste.kernel.clock import now
from piste.kernel.search import SearchQuerySet
from piste.kernel.visibility import ConfigurationQuerySet
from piste.messages.querysets import HangingQuerySet, seen_threads

KEPT_IN_LISTS = timedelta(days=30)


class ActivityTypeQuerySet(ConfigurationQuerySet):
    def current(self) -> Self:
        return self.filter(archived=False, deleted_at=None)


class ActivityQuerySet(SearchQuerySet, HangingQuerySet):
    def visible_to(self, user) -> Self:
        """Whoever sees the record, and always the assignee (12.8)."""
        return self.filter(self.reach(user) & Q(deleted_at=None) | seen_threads(user))

    def reach(self, user) -> Q:
        """The part of the rule that does not ask the record; a key of one team has no such part."""
        return Q(pk__in=[]) if user.only_team else Q(assignee=user)

    def editable_by(self, user) -> Self:
        return self.visible_to(user) if user.may_write else self.filter(self.reach(user), deleted_at=None)

    def to_change(self) -> Self:
        """With all that a verb on many asks of each."""
        return self.select_related("type", "assignee", "closed_by")

    def open(self) -> Self:
        # A boolean column, because SQLite meets a partial index only when the condition holds no parameter.
        return self.filter(pending=True)

    def in_state(self, state: str) -> Self:
        """Open ones that are overdue, due today or planned, each by its assignee's day (03.7)."""
        return self.open().filter(states.within(state, now()))

    def on_any(self, records: dict[str, list[int]]) -> Self:
        """On any of these records, given by their nouns."""
        hung = Q(pk__in=[])
        for noun, keys in records.items():
            hung |= Q(thread_noun=noun, thread_id__in=keys)
        return self.filter(hung, deleted_at=None)

    def in_time_order(self) -> Self:
        """The most urgent first; what has no hour comes after what has one."""
        return self.order_by("due", F("due_time").asc(nulls_last=True), "id")

    def done_lately(self) -> Self:
        """Done in the last 30 days, without those of types that keep none (03.1)."""
        return self.filter(
            pending=False,
            state="done",
            deleted_at=None,
            closed_at__gte=now() - KEPT_IN_LISTS,
            type__keep_done=True,
        )
