from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from piste.history.models import Subject
from piste.kernel.naming import Named
from piste.teams.querysets import MembershipQuerySet, TeamQuerySet


class Team(Named, Subject):
    """A group with its own process (05.1)."""

    noun = "team"
    has_timeline = True

    colour = models.PositiveSmallIntegerField(_("colour"), default=0, validators=[MaxValueValidator(11)])
    sequence = models.PositiveSmallIntegerField(_("sequence"), default=10)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="led_teams",
        verbose_name=_("leader"),
    )
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="teams")
    # The default team is the one that was made it last (05.2): a single row changes, so undo returns the one before.
    default_since = models.DateTimeField(_("default team since"), null=True, blank=True, editable=False)
    archived = models.BooleanField(_("archived"), default=False, editable=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("sales team")
        verbose_name_plural = _("sales teams")
        ordering = ["sequence", "id"]

    def get_absolute_url(self) -> str:
        return reverse("teams:team", args=[self.pk])


class Membership(Subject):
    """A user's place in a team; one that ended stays for history (05.7)."""

    noun = "membership"

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    active = models.BooleanField(default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], condition=Q(active=True), name="one_active_membership"),
        ]

    @property
    def thread(self) -> tuple[str, int]:
        return "team", self.team_id

    def reversal(self, values: dict) -> dict:
        """Taking back that somebody joined ends the membership; like any other that ended, it stays for history."""
        return {"active": False} if "deleted_at" in values else values
