"""What stands beside a record: with whom it is shared, its other e-mails, the board's totals, who follows its team."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from piste.history.models import Hanging
from piste.pipeline.models.config import Stage
from piste.pipeline.models.lead import Lead
from piste.pipeline.querysets import BoardTotalQuerySet, ExtraEmailQuerySet, ShareQuerySet, TeamFollowerQuerySet
from piste.teams.models import Team


class Share(Hanging):
    """A record that a person or a team sees, or may change, without it being theirs (12.6)."""

    noun = "share"
    named_by = ("user", "team")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shared with"),
    )
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("shared with the team")
    )
    may_edit = models.BooleanField(_("may change it"), default=False)
    # The last day, as it is for whoever looks; empty for no end.
    until = models.DateField(_("until"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share")
        constraints = [
            models.CheckConstraint(
                name="shared_with_one", condition=Q(user=None, team__isnull=False) | Q(user__isnull=False, team=None)
            ),
        ]
        indexes = [models.Index(fields=["thread_noun", "thread_id"], name="share_thread")]

    def __str__(self) -> str:
        return self.shared_with

    @property
    def shared_with(self) -> str:
        return str(self.user or self.team or "")


class ExtraEmail(models.Model):
    """One of the other e-mails of a record, in a column with an index; kept by a listener."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="+")
    value = models.CharField(max_length=254, db_index=True)

    objects = ExtraEmailQuerySet.as_manager()


class BoardTotal(models.Model):
    """A ledger of what the columns hold: verbs append differences, a job adds them up, readers sum.

    Appending locks nothing, so that many writers on one column do not wait for each other.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    due = models.DateTimeField(null=True)
    count = models.IntegerField()
    revenue = models.DecimalField(max_digits=20, decimal_places=2)
    weighted = models.DecimalField(max_digits=20, decimal_places=2)
    monthly = models.DecimalField(max_digits=20, decimal_places=2, default=Decimal(0))

    objects = BoardTotalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "stage"], name="board_total_owner")]


class TeamFollower(models.Model):
    """Who is told what happens to the records of a team, and which of it (04.9). A matter of one's own desk."""

    class News(models.TextChoices):
        """Named like the events of a record."""

        CREATED = "created", _("New record")
        MOVED = "moved", _("Another stage")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")
        RESTORED = "restored", _("Opened again")

    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    news = models.JSONField(default=list)

    objects = TeamFollowerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="follows_team_once")]


class RefusedReason(models.Model):
    """How often a team said of records that shared this that they are no duplicates (02.X2); kept by a listener."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10)
    times = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "reason"], name="reason_refused_once")]

    def __str__(self) -> str:
        return f"{self.team} {self.reason} {self.times}"
