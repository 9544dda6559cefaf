from typing import Self

from piste.kernel.visibility import VisibleQuerySet


class ApiKeyQuerySet(VisibleQuerySet):
    def visible_to(self, user) -> Self:
        mine = self.filter(deleted_at=None)
        return mine if user.administers else mine.filter(user=user)
