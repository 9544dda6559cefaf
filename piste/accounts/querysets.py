from typing import Self

from piste.kernel.visibility import VisibleQuerySet


class UserQuerySet(VisibleQuerySet):
    def visible_to(self, user) -> Self:
        """Colleagues know each other's names; somebody outside sales sees himself only."""
        return self.all() if user.sells else self.filter(pk=user.pk)

    def editable_by(self, user) -> Self:
        return self.all() if user.administers else self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)

    def assignable(self) -> Self:
        """Who can own records: active people of sales who write."""
        return self.active().exclude(role__in=["outside", "observer_team", "observer_all"])
