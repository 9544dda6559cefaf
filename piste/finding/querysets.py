from typing import Self

from piste.kernel.visibility import VisibleQuerySet


class OwnQuerySet(VisibleQuerySet):
    """What each user keeps for himself."""

    def visible_to(self, user) -> Self:
        return self.filter(user=user)
