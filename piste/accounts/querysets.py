from datetime import timedelta
from typing import Self

from django.core.signing import BadSignature
from django.db import models

from piste.accounts.roles import OBSERVES, Role
from piste.kernel.clock import now
from piste.kernel.search import SearchQuerySet
from piste.kernel.visibility import VisibleQuerySet

# A session ends so long after its last use, which is known to the day.
LASTS = timedelta(days=15)


class UserQuerySet(SearchQuerySet, VisibleQuerySet):
    def visible_to(self, user) -> Self:
        """Colleagues know each other's names; somebody outside sales sees himself only."""
        return self.all() if user.sells else self.filter(pk=user.pk)

    def editable_by(self, user) -> Self:
        """Everybody edits himself; what he may decide about himself is said by the doors."""
        return self.all() if user.administers else self.filter(pk=user.pk)

    def active(self) -> Self:
        """The people who work here; programs are none."""
        return self.filter(is_active=True, is_service=False)

    def services(self) -> Self:
        """The accounts of programs (12.19)."""
        return self.filter(is_service=True)

    def invited(self) -> Self:
        """Asked to join, and not come yet."""
        return self.filter(self._has_unused_invitation(), is_active=False)

    def deactivated(self) -> Self:
        return self.filter(~self._has_unused_invitation(), is_active=False, is_service=False)

    def administrators(self) -> Self:
        return self.active().filter(role=Role.ADMINISTRATOR)

    def assignable(self) -> Self:
        """Who can own records: active people of sales who write."""
        return self.active().exclude(role__in=[Role.OUTSIDE, *OBSERVES])

    def sellers(self) -> Self:
        """Active people of sales, those too who only read."""
        return self.active().exclude(role=Role.OUTSIDE)

    def _has_unused_invitation(self) -> models.Exists:
        invitations = self.model._meta.get_field("invitations").related_model
        return models.Exists(invitations.objects.filter(user=models.OuterRef("pk")).unused())


class SignInQuerySet(VisibleQuerySet):
    def visible_to(self, user) -> Self:
        return self if user.administers else self.filter(user=user)

    def editable_by(self, user) -> Self:
        """Observers, too, end their own."""
        return self.visible_to(user)

    def live(self) -> Self:
        """Those that have not ended by themselves."""
        return self.filter(used_at__gt=now() - LASTS)

    def ended(self) -> Self:
        return self.filter(used_at__lte=now() - LASTS)

    def current(self) -> Self:
        """The same, the last used first."""
        return self.live().order_by("-used_at", "-id")


class SiteQuerySet(VisibleQuerySet):
    def visible_to(self, user) -> Self:
        return self.all()

    def editable_by(self, user) -> Self:
        """Managers change the settings of the CRM, `Site.open_to` says which."""
        return self.all() if user.manages else self.none()


class InvitationQuerySet(models.QuerySet):
    def unused(self) -> Self:
        return self.filter(used_at=None)

    def open(self) -> Self:
        """Neither used nor too old."""
        return self.unused().filter(created_at__gt=now() - self.model.lasts)

    def end(self) -> None:
        """Nobody comes in by these any more."""
        self.unused().update(used_at=now())

    def by_token(self, token: str) -> Self:
        """The open invitation of this link, if it is one."""
        try:
            key = self.model.signer().unsign(token)
        except BadSignature:
            return self.none()
        return self.open().filter(pk=key)
