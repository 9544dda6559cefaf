from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from piste.api.querysets import AnswerQuerySet, ApiKeyQuerySet
from piste.api.scopes import ADMIN, EXPORT, READ, WRITE
from piste.history.models import Subject
from piste.kernel.clock import now
from piste.ui.formats import day


class ApiKey(Subject):
    """A program's key: it acts with the rights of its user, as far as its scopes go. Only a hash of the token is kept
    (12.18)."""

    noun = "api_key"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_keys", verbose_name=_("user"))
    name = models.CharField(_("name"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    scopes = models.JSONField(_("may"), default=list)
    team = models.ForeignKey("teams.Team", models.PROTECT, verbose_name=_("only records of"), null=True, blank=True)
    networks = models.JSONField(_("only from"), default=list, blank=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    # How many requests of which minute were given out.
    counted_minute = models.BigIntegerField(default=0, editable=False)
    counted = models.PositiveIntegerField(default=0, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")

    def __str__(self) -> str:
        return self.name

    @property
    def thread(self) -> tuple[str, int]:
        return "user", self.user_id

    def reversal(self, values: dict[str, Any]) -> dict[str, Any]:
        """Undo ends a key, and brings none back: it may have been ended because somebody else had it."""
        return {name: value for name, value in values.items() if name == "deleted_at" and value is not None}

    @property
    def ended(self) -> bool:
        return self.deleted_at is not None or (self.ends_at is not None and self.ends_at <= now())

    @property
    def last_day(self) -> date | None:
        """The last day on which it opens something, by the clock of its user."""
        return self._day_of(self.ends_at - timedelta(microseconds=1)) if self.ends_at else None

    @property
    def ended_on(self) -> date | None:
        days = (self.deleted_at and self._day_of(self.deleted_at), self.last_day)
        return min((day for day in days if day), default=None)

    def _day_of(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.user.time_zone)).date()

    @property
    def says_what(self) -> str:
        """What it may, as words."""
        if WRITE in self.scopes:
            said = [gettext("read and change everything")]
        elif READ in self.scopes:
            said = [gettext("read everything")]
        else:
            said = sorted(word for word in self.scopes if ":" in word)
        more = {EXPORT: gettext("export lists"), ADMIN: gettext("administer")}
        return ", ".join([*said, *(text for word, text in more.items() if word in self.scopes)])

    @property
    def says_limits(self) -> str:
        last = gettext("until %(day)s") % {"day": day(self.last_day)} if self.ends_at else ""
        return ", ".join(limit for limit in (str(self.team or ""), *self.networks, last) if limit)

    def is_at_home(self, address: str) -> bool:
        """Whether it may be used from that network address."""
        return not self.networks or any(ip_address(address) in ip_network(network) for network in self.networks)


class Answer(models.Model):
    """What was answered to a write that its caller may send again (13.25): found by the caller's own key for it."""

    lasts = timedelta(hours=24)

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="answers")
    name = models.CharField(max_length=255)
    asked = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    content = models.BinaryField(default=bytes)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "name"], name="answer_once")]
        indexes = [models.Index(fields=["at"], name="answer_at")]

    def __str__(self) -> str:
        return self.name
