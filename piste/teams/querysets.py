from typing import Any, Self

from django.db.models import Q

from piste.kernel.visibility import ConfigurationQuerySet


class TeamQuerySet(ConfigurationQuerySet):
    def visible_to(self, user) -> Self:
        """Everybody knows the teams; a key that is limited to one knows no other."""
        rows = super().visible_to(user)
        return rows.filter(pk=user.only_team) if user.only_team else rows

    def reach(self, user) -> Q | None:
        return Q(pk=user.only_team) if user.only_team else super().reach(user)

    def current(self) -> Self:
        return self.filter(archived=False, deleted_at=None)

    def default(self) -> Any:
        """The team of records that nobody gave one (05.2)."""
        return self.current().exclude(default_since=None).order_by("-default_since", "-id").first()

    def worked_by(self, user) -> Self:
        """The teams that the user leads or is a member of (05.6)."""
        return self.current().filter(Q(leader=user) | Q(memberships__user=user, memberships__active=True)).distinct()


class MembershipQuerySet(ConfigurationQuerySet):
    def active(self) -> Self:
        return self.filter(active=True)

    def of_team(self, team) -> Self:
        """Who is in the team now, with their names, by name."""
        rows = self.active().filter(team=team).order_by("user__name", "id")
        return rows.select_related("user", "team").prefetch_related("user__invitations")
