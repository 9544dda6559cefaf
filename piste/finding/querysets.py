from typing import Self

from django.db.models import Q

from piste.kernel.visibility import VisibleQuerySet
from piste.teams.reach import team_ids


class OwnQuerySet(VisibleQuerySet):
    """What each user keeps for himself."""

    def visible_to(self, user) -> Self:
        return self.filter(user=user)


class SavedViewQuerySet(VisibleQuerySet):
    """One's own, those of one's teams, those of everybody. Managers set in order what is shared."""

    def visible_to(self, user) -> Self:
        shared = Q(sharing="all") | Q(sharing="team", team__in=team_ids(user))
        return self.filter(Q(owner=user) | shared, deleted_at=None)

    def editable_by(self, user) -> Self:
        rows = self.visible_to(user)
        return rows if user.manages else rows.filter(owner=user)

    def deletable_by(self, user) -> Self:
        return self.editable_by(user)

    def of(self, noun: str) -> Self:
        """The tabs over the lists of that noun, in their order."""
        return self.filter(of=noun).order_by("name", "pk")
