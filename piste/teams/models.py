from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import Site
from piste.history.models import Subject
from piste.kernel.naming import Named
from piste.teams.querysets import MembershipQuerySet, TeamQuerySet
from piste.teams.targets import key_of

# What may stand before the @ of a team's address.
ALIAS = r"^[A-Za-z0-9._-]{1,64}$"


class Team(Named, Subject):
    """A group with its own process (05.1)."""

    noun = "team"
    has_timeline = True
    shown_as = {"monthly_target": "money", "filter": "filter:lead"}

    class Writers(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        KNOWN = "known", _("Known contacts only")
        FOLLOWERS = "followers", _("Followers only")

    class UsesLeads(models.TextChoices):
        AS_SITE = "site", _("As in the settings")
        YES = "yes", _("Yes")
        NO = "no", _("No")

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
    # What stands before the @ of the address that makes records of the team, and who may write there (05.1).
    alias = models.CharField(
        _("mail alias"), max_length=64, blank=True, validators=[RegexValidator(ALIAS, _("Letters, digits and . - _"))]
    )
    alias_writers = models.CharField(
        _("who may write to the alias"), max_length=9, choices=Writers, default=Writers.EVERYONE
    )
    monthly_target = models.DecimalField(
        _("monthly invoicing target"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    # Of the months that have a target of their own: "2026-12" to the amount as text.
    month_targets = models.JSONField(_("targets of single months"), default=dict, blank=True, editable=False)
    # Within how many hours a new record's customer is answered (05.X3); None: no clock.
    answer_hours = models.PositiveSmallIntegerField(
        _("first answer within hours"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(999)]
    )
    # Whether it takes part in automatic assignment, and which records it takes: a filter of lead records.
    assigns = models.BooleanField(_("automatic assignment"), default=False)
    filter = models.JSONField(_("filter"), default=dict, blank=True)
    # Whether a lead that is assigned automatically becomes an opportunity at once (05.21).
    converts_assigned = models.BooleanField(_("convert on assignment"), default=False)
    # On whose dashboards it comes first.
    favourite_of = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", editable=False)
    uses_leads = models.CharField(_("uses leads"), max_length=4, choices=UsesLeads, default=UsesLeads.AS_SITE)
    uses_pipeline = models.BooleanField(_("uses pipeline"), default=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("sales team")
        verbose_name_plural = _("sales teams")
        ordering = ["sequence", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["alias"], condition=~Q(alias="") & Q(deleted_at=None), name="alias_of_one_team"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("teams:team", args=[self.pk])

    def target_of(self, month: date) -> Decimal | None:
        """What it wants to invoice in the month of that day (05.1)."""
        own = self.month_targets.get(key_of(month))
        return Decimal(own) if own else self.monthly_target

    @property
    def makes_leads(self) -> bool:
        """Whether what it receives is qualified first (02.3)."""
        if self.uses_leads == self.UsesLeads.AS_SITE:
            return Site.current().uses_leads
        return self.uses_leads == self.UsesLeads.YES

    @property
    def makes_nothing(self) -> bool:
        """With neither leads nor pipeline there is nothing that it could hold (02.4)."""
        return not self.uses_pipeline and not self.makes_leads


class Membership(Subject):
    """A user's place in a team; one that ended stays for history (05.7)."""

    noun = "membership"
    shown_as = {"filter": "filter:lead", "preferred_filter": "filter:lead"}
    named_by = ("user", "team")

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships", verbose_name=_("team"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    active = models.BooleanField(_("active"), default=True)
    # What automatic assignment may give him: how many records over 30 days (05.5), and which ones.
    capacity = models.PositiveSmallIntegerField(
        _("at most over 30 days"), default=30, validators=[MaxValueValidator(32767)]
    )
    assigns = models.BooleanField(_("automatic assignment"), default=True)
    absent_from = models.DateField(_("absent from"), null=True, blank=True)
    absent_until = models.DateField(_("absent until"), null=True, blank=True)
    filter = models.JSONField(_("filter"), default=dict, blank=True)
    preferred_filter = models.JSONField(_("preferred filter"), default=dict, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("team member")
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], condition=Q(active=True), name="one_active_membership"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.team})"

    @property
    def thread(self) -> tuple[str, int]:
        return "team", self.team_id

    def is_absent(self, day: date) -> bool:
        """Whether he is away that day; an absence without an end goes on."""
        if self.absent_from is None and self.absent_until is None:
            return False
        return (self.absent_from or day) <= day <= (self.absent_until or day)

    def reversal(self, values: dict) -> dict:
        """Taking back that somebody joined ends the membership; like any other that ended, it stays for history."""
        return {"active": False} if "deleted_at" in values else values
