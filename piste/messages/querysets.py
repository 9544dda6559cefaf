from typing import Self

from django.db import models
from django.db.models import Q

from piste.history.subjects import timelines
from piste.kernel.visibility import VisibleQuerySet


def seen_threads(user) -> Q:
    """Rows whose record the user sees, whatever its kind."""
    seen = Q(pk__in=[])
    for noun, model in timelines().items():
        rows = model._default_manager.visible_to(user)
        seen |= Q(thread_noun=noun, thread_id__in=rows.order_by().values("pk"))
    return seen & Q(deleted_at=None)


class HangingQuerySet(VisibleQuerySet):
    """Rows that hang on a record are seen by whoever sees the record."""

    def visible_to(self, user) -> Self:
        return self.filter(seen_threads(user))

    def on(self, noun: str, key: int) -> Self:
        return self.filter(thread_noun=noun, thread_id=key, deleted_at=None)


class FollowerQuerySet(models.QuerySet):
    def on(self, noun: str, key: int) -> Self:
        return self.filter(thread_noun=noun, thread_id=key)


class NoticeQuerySet(VisibleQuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(user=user)

    def editable_by(self, user) -> Self:
        """Reading one's own notices is open to observers too."""
        return self.filter(user=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)
