from typing import Self

from django.db.models import Q

from piste.messages.querysets import HangingQuerySet, seen_threads


class ActivityQuerySet(HangingQuerySet):
    def visible_to(self, user) -> Self:
        """Whoever sees the record, and always the assignee (12.8)."""
        return self.filter(Q(assignee=user, deleted_at=None) | seen_threads(user))

    def editable_by(self, user) -> Self:
        return self.visible_to(user) if user.may_write else self.filter(assignee=user, deleted_at=None)

    def open(self) -> Self:
        # A boolean column, because SQLite meets a partial index only when the condition holds no parameter.
        return self.filter(pending=True)
