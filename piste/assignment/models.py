"""Automatic assignment: how it is set, each run, and what every run gave and left."""

from datetime import datetime, timedelta
from typing import Self, cast

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from piste.assignment.querysets import ArrivalQuerySet, ManagedQuerySet, RunQuerySet
from piste.history.models import ChangeSet, Subject
from piste.kernel.clock import now
from piste.pipeline.models import Lead
from piste.teams.models import Membership, Team

# A run without any sign of life for so long has lost its worker.
SILENCE = timedelta(minutes=5)


class Assignment(Subject):
    """How the site assigns: one row (05.13, 05.14)."""

    noun = "assignment"

    class Mode(models.TextChoices):
        OFF = "off", _("Off")
        BY_HAND = "by_hand", _("By button")
        BY_CLOCK = "by_clock", _("By the clock, and by button")

    class Unit(models.TextChoices):
        MINUTES = "minutes", _("minutes")
        HOURS = "hours", _("hours")
        DAYS = "days", _("days")
        WEEKS = "weeks", _("weeks")

    mode = models.CharField(_("automatic assignment"), max_length=8, choices=Mode, default=Mode.OFF)
    every = models.PositiveSmallIntegerField(
        _("every"), default=1, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    unit = models.CharField(_("unit"), max_length=7, choices=Unit, default=Unit.DAYS)
    min_age_hours = models.PositiveSmallIntegerField(
        _("at least so many hours old"), default=0, validators=[MaxValueValidator(9999)]
    )
    max_age_days = models.PositiveSmallIntegerField(
        _("at most so many days old"), default=7, validators=[MaxValueValidator(9999)]
    )

    merges_duplicates = models.BooleanField(_("merge what is surely the same first"), default=True)
    on_arrival = models.BooleanField(_("give new records at once"), default=False)

    objects = ManagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("automatic assignment")

    def __str__(self) -> str:
        return str(_("Automatic assignment"))

    @classmethod
    def current(cls) -> "Assignment":
        return cls._default_manager.get_or_create(pk=1)[0]

    @property
    def pace(self) -> timedelta:
        return timedelta(**{self.unit: self.every})

    @property
    def is_on(self) -> bool:
        return self.mode != self.Mode.OFF

    @property
    def receives(self) -> bool:
        """Whether records that arrive without a salesperson are given at once."""
        return self.is_on and self.on_arrival


class Run(models.Model):
    """One run of the assignment: one change set, committed in steps; the row at work is the lock (05.B5)."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    ignore_today = models.BooleanField(default=False)
    # Whether it gives only what has just arrived.
    on_arrival = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=now)
    beat_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    at_work = models.BooleanField(default=True)
    # Whoever holds it works on the run: a worker that was taken for dead and comes back finds another one.
    token = models.CharField(max_length=32, blank=True)
    planned = models.PositiveIntegerField(default=0)
    given = models.PositiveIntegerField(default=0)
    merged = models.PositiveIntegerField(default=0)
    # How many records were left, by reason; teams and members that were skipped, with the cause.
    left_over = models.JSONField(default=dict)
    skipped = models.JSONField(default=list)
    error = models.TextField(blank=True)
    change_set = models.OneToOneField(ChangeSet, models.PROTECT, null=True, related_name="+")

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["at_work"], condition=Q(at_work=True), name="one_run_at_work")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("assignment:run", args=[self.pk])

    @property
    def acts(self) -> ChangeSet:
        """The change set of a run that has begun."""
        return cast("ChangeSet", self.change_set)

    @property
    def is_silent(self) -> bool:
        return self.at_work and self.beat_at < now() - SILENCE

    @property
    def is_undone(self) -> bool:
        return self.change_set is not None and hasattr(self.change_set, "undone_by")


class Arrival(models.Model):
    """A record without a salesperson that is to be given at once: waiting for a run, or in the hands of one."""

    lead = models.OneToOneField(Lead, models.CASCADE, related_name="arrival")
    run = models.ForeignKey(Run, models.CASCADE, null=True, related_name="arrivals")

    objects = ArrivalQuerySet.as_manager()


class Placement(models.Model):
    """What a run gave: the record, to whom, and why, as the numbers were then (05.22)."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="placements")
    lead = models.ForeignKey(Lead, models.CASCADE, related_name="placements")
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    why = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)
    # Undone since: then it counts for nobody's turn.
    taken_back = models.BooleanField(default=False)

    objects = ManagedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "lead"], name="placed_once_in_a_run")]


class Leftover(models.Model):
    """A record that a run left, and the reason; the first ones of each reason are kept by name."""

    class Reason(models.TextChoices):
        AGE = "age", _("too old or too new")
        NO_TEAM = "no_team", _("no team filter fits")
        NO_MEMBER = "no_member", _("no member filter fits")
        FULL = "full", _("quota or cap reached")
        CHANGED = "changed", _("changed meanwhile")
        FAILED = "failed", _("failed")

    run = models.ForeignKey(Run, models.CASCADE, related_name="leftovers")
    lead = models.ForeignKey(Lead, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=9, choices=Reason)
    cause = models.CharField(max_length=300, blank=True)

    objects = ManagedQuerySet.as_manager()

    @classmethod
    def failed(cls, run: Run, lead: int, failure: Exception) -> Self:
        return cls(run=run, lead_id=lead, reason=cls.Reason.FAILED, cause=str(failure)[:300])


class Served(models.Model):
    """When a member was last given a record by a run: whoever waits longest is next, in the next run too (05.20)."""

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="served")
    at = models.DateTimeField()

    @classmethod
    def times(cls, memberships: list[int]) -> dict[int, datetime]:
        return dict(cls._default_manager.filter(membership__in=memberships).values_list("membership", "at"))
