from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from piste.kernel.clock import now


class ChangeSetQuerySet(models.QuerySet):
    def undoable_by(self, user) -> Self:
        """Not older than 30 days, by its author or a manager (00.19), and not undone yet."""
        fresh = self.filter(at__gte=now() - timedelta(days=30), undone_by=None)
        if not user.may_write:
            return fresh.none()
        return fresh if user.manages else fresh.filter(by=user)


class EventQuerySet(models.QuerySet):
    def on_threads(self, noun: str, keys: list[int]) -> Self:
        return self.filter(thread_noun=noun, thread_id__in=keys)

    def of_row(self, row) -> Self:
        return self.filter(noun=row.noun, row_id=row.pk)

    def after(self, event_id: int) -> Self:
        """Newer ones. Two transactions may commit out of their order, so the last moments are read again."""
        return self.filter(Q(id__gt=event_id) | Q(id__gt=event_id - 200, at__gt=now() - timedelta(seconds=2)))
