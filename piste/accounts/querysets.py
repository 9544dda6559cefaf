from typing import Self

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.signing import BadSignature
from django.db import models

from piste.accounts.roles import OBSERVES, Role
from piste.kernel.clock import now
from piste.kernel.search import SearchQuerySet
from piste.kernel.visibility import VisibleQuerySet


class UserQuerySet(SearchQuerySet, VisibleQuerySet):
    def visible_to(self, user) -> Self:
        """Colleagues know each other's names; somebody outside sales sees himself only."""
        return self.all() if user.sells else self.filter(pk=user.pk)

    def editable_by(self, user) -> Self:
        return self.all() if user.administers else self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)

    def invited(self) -> Self:
        """Asked to join, and without a password yet."""
        return self.filter(is_active=False, password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def deactivated(self) -> Self:
        return self.filter(is_active=False).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def administrators(self) -> Self:
        return self.active().filter(role=Role.ADMINISTRATOR)

    def assignable(self) -> Self:
        """Who can own records: active people of sales who write."""
        return self.active().exclude(role__in=[Role.OUTSIDE, *OBSERVES])


class InvitationQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Neither used nor too old."""
        return self.filter(used_at=None, created_at__gt=now() - self.model.lasts)

    def by_token(self, token: str) -> Self:
        """The open invitation of this link, if it is one."""
        try:
            key = self.model.signer().unsign(token)
        except BadSignature:
            return self.none()
        return self.open().filter(pk=key)
