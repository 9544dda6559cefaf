from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from piste.api.querysets import ApiKeyQuerySet
from piste.history.models import Subject
from piste.kernel.clock import now


class ApiKey(Subject):
    """A program's key: it acts with the rights of its user. Only a hash of the token is kept (12.18)."""

    noun = "api_key"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_keys")
    name = models.CharField(_("name"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def thread(self) -> tuple[str, int]:
        return "user", self.user_id

    @property
    def ended(self) -> bool:
        return self.deleted_at is not None or (self.ends_at is not None and self.ends_at <= now())
