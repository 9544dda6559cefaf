from datetime import timedelta
from typing import Self

from django.db import connections, models
from django.db.models import Q

from piste.kernel.clock import now

# How long an act can be taken back.
UNDONE_WITHIN = timedelta(days=30)
MOMENTS = timedelta(seconds=2)
OVERLAP = 200
SILENCE = timedelta(minutes=2)


class ChangeSetQuerySet(models.QuerySet):
    def undoable_by(self, user) -> Self:
        """What he answers for, not older than 30 days and not undone yet (00.19)."""
        return self.answered_for_by(user).filter(at__gte=now() - UNDONE_WITHIN, undone_by=None)

    def answered_for_by(self, user) -> Self:
        """His own acts; a manager answers for everybody's."""
        if not user.may_write:
            return self.none()
        return self if user.manages else self.filter(by=user)

    def newest_first(self) -> Self:
        return self.order_by("-id")


class EventQuerySet(models.QuerySet):
    def audited_by(self, user) -> Self:
        """Whoever administers reads the whole log (12.23)."""
        return self if user.administers else self.none()

    def on_threads(self, noun: str, keys: list[int]) -> Self:
        return self.filter(thread_noun=noun, thread_id__in=keys)

    def of_row(self, row) -> Self:
        return self.filter(noun=row.noun, row_id=row.pk)

    def after(self, event_id: int) -> Self:
        """Newer ones. On PostgreSQL transactions may commit out of their order, so the last moments are read again."""
        if connections[self.db].vendor == "sqlite":
            return self.filter(id__gt=event_id)
        return self.filter(Q(id__gt=event_id) | Q(at__gt=now() - MOMENTS), id__gt=event_id - OVERLAP)

    def newest(self) -> int:
        """The number of the last event."""
        return self.order_by("-id").values_list("id", flat=True).first() or 0


class LongActQuerySet(models.QuerySet):
    def with_undo(self) -> Self:
        """With all that `is_undoable` looks at."""
        return self.select_related("by", "change_set").prefetch_related("change_set__undone_by")

    def visible_to(self, user) -> Self:
        """One's own; a key sees what it began itself."""
        own = self.filter(by=user)
        return own.filter(came__by_key=user.by_key) if user.by_key else own

    def silent(self) -> Self:
        """Those whose worker gave no sign of life for two minutes."""
        return self.filter(state="at_work", beat_at__lt=now() - SILENCE)
