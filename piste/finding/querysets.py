from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from piste.kernel.visibility import VisibleQuerySet
from piste.teams.reach import team_ids


class OwnQuerySet(VisibleQuerySet):
    """What each user keeps for himself."""

    def visible_to(self, user) -> Self:
        return self.filter(user=user)


class SavedViewQuerySet(VisibleQuerySet):
    """One's own, those of one's teams, those of everybody. Managers set in order what is shared."""

    def visible_to(self, user) -> Self:
        return self.filter(self.reach(user), deleted_at=None)

    def reach(self, user) -> Q:
        return Q(owner=user) | Q(sharing="all") | Q(sharing="team", team__in=team_ids(user))

    def reach_to_edit(self, user) -> Q:
        return self.reach(user) if user.manages else Q(owner=user)

    def editable_by(self, user) -> Self:
        return self.visible_to(user).filter(self.reach_to_edit(user))

    def deletable_by(self, user) -> Self:
        return self.editable_by(user)

    def of(self, noun: str) -> Self:
        """The tabs over the rows of that noun, in their order."""
        return self.filter(of=noun).order_by("name", "pk")

    def with_defaults(self, user) -> Self:
        """`opens_for_me` tells whether the menu opens it for this user, by his own decision."""
        mine = self.model.opens_for.through._base_manager.filter(savedview=OuterRef("pk"), user=user)
        return self.annotate(opens_for_me=Exists(mine))

    def default_of(self, user, noun: str, part: str) -> Any:
        """What the menu opens: by the user's own decision, else by that of a manager; None for neither."""
        rows = self.visible_to(user).filter(of=noun, part=part).with_defaults(user)
        return rows.filter(Q(opens_for_me=True) | Q(opens_for_all=True)).order_by("-opens_for_me", "pk").first()
