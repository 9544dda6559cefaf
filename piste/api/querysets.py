from typing import Self

from django.db import models

from piste.kernel.clock import now
from piste.kernel.visibility import VisibleQuerySet


class ApiKeyQuerySet(VisibleQuerySet):
    def visible_to(self, user) -> Self:
        mine = self.filter(deleted_at=None)
        return mine if user.administers else mine.filter(user=user)

    def audited_by(self, user) -> Self:
        """The ended ones, too: the audit log tells what was done by them (12.23)."""
        return self if user.administers else self.none()


class AnswerQuerySet(models.QuerySet):
    def too_old(self) -> Self:
        return self.filter(at__lt=now() - self.model.lasts)
