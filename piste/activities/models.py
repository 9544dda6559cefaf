from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from piste.activities.querysets import ActivityQuerySet, ActivityTypeQuerySet
from piste.activities.states import Urgency, state_of
from piste.history.models import Hanging, Subject
from piste.kernel.clock import day_begins, now, today
from piste.kernel.naming import Named
from piste.kernel.refusals import Refused
from piste.kernel.search import Searchable
from piste.messages.rich import plain_text
from piste.ui.formats import day_hour


class ActivityType(Named, Subject):
    """Call, e-mail, meeting... with what it fills in when it is chosen (03.1)."""

    noun = "activity_type"
    shown_as = {"instructions": "rich"}

    class Action(models.TextChoices):
        NONE = "none", _("Nothing")
        CALL = "call", _("Call")
        EMAIL = "email", _("E-mail")
        MEETING = "meeting", _("Meeting")
        UPLOAD = "upload", _("Upload document")

    class Unit(models.TextChoices):
        DAYS = "days", _("days")
        WEEKS = "weeks", _("weeks")
        MONTHS = "months", _("months")

    class DelayFrom(models.TextChoices):
        COMPLETION = "completion", _("after completion")
        DEADLINE = "deadline", _("after the previous deadline")

    icon = models.CharField(_("icon"), max_length=30, default="check")
    colour = models.PositiveSmallIntegerField(_("colour"), default=0, validators=[MaxValueValidator(11)])
    sequence = models.PositiveSmallIntegerField(_("sequence"), default=10)
    action = models.CharField(_("action"), max_length=8, choices=Action, default=Action.NONE)
    delay = models.PositiveSmallIntegerField(_("default delay"), default=0)
    delay_unit = models.CharField(_("unit"), max_length=6, choices=Unit, default=Unit.DAYS)
    delay_from = models.CharField(_("counted"), max_length=10, choices=DelayFrom, default=DelayFrom.COMPLETION)
    summary = models.CharField(_("default summary"), max_length=200, blank=True)
    instructions = models.TextField(_("default instructions"), blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("default assignee"),
    )
    suggested_next = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="+", verbose_name=_("suggest next")
    )
    triggered_next = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("create next at once")
    )
    # Nouns ("lead", "person", "company"); empty means all.
    applies_to = models.JSONField(_("applies to"), default=list, blank=True)
    keep_done = models.BooleanField(_("keep done activities visible"), default=True)
    archived = models.BooleanField(_("archived"), default=False, editable=False)

    objects = ActivityTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity type")
        ordering = ["sequence", "id"]

    @property
    def is_current(self) -> bool:
        return not self.archived and self.deleted_at is None

    def fits(self, noun: str) -> bool:
        """Whether it is meant for this kind of record."""
        return not self.applies_to or noun in self.applies_to


class Activity(Searchable, Hanging):
    """A planned next action on a record (03.4)."""

    noun = "activity"
    searched_fields = frozenset(("summary", "instructions", "feedback"))
    tracked = frozenset({"type", "summary", "due_on", "due_time", "assignee", "minutes"})
    shown_as = {"instructions": "rich"}
    named_by = ("type",)
    written = ("summary", "instructions", "feedback")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    class Origin(models.TextChoices):
        HAND = "hand", _("by hand")
        CHAIN = "chain", _("after another activity")
        PLAN = "plan", _("by a plan")

    type = models.ForeignKey(ActivityType, models.PROTECT, related_name="+", verbose_name=_("type"))
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    instructions = models.TextField(_("instructions"), blank=True)
    due_on = models.DateField(_("deadline"))
    due_time = models.TimeField(_("time"), null=True, blank=True)
    # When the due day begins for the assignee: overdue, today and planned compare it with now, in any zone.
    due = models.DateTimeField(editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="activities", verbose_name=_("assigned to")
    )
    state = models.CharField(max_length=9, choices=State, default=State.OPEN, editable=False)
    # For indexes and filters only: an instance in memory does not follow it.
    pending = models.GeneratedField(
        expression=Case(When(Q(state="open", deleted_at__isnull=True), then=True), default=False),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    feedback = models.TextField(_("feedback"), blank=True)
    minutes = models.PositiveIntegerField(_("duration in minutes"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    # Cancelled because its record was closed or archived; it returns with the record (01.26).
    cancelled_with_record = models.BooleanField(default=False, editable=False)
    survives_closing = models.BooleanField(default=False, editable=False)
    snoozes = models.PositiveSmallIntegerField(default=0, editable=False)
    origin = models.CharField(max_length=5, choices=Origin, default=Origin.HAND, editable=False)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="followed_by", editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=now, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = [
            models.Index(
                fields=["thread_noun", "thread_id", "due"], name="activity_open_thread", condition=Q(pending=True)
            ),
            models.Index(fields=["assignee", "due"], name="activity_open_mine", condition=Q(pending=True)),
            models.Index(fields=["due", "id"], name="activity_open_all", condition=Q(pending=True)),
            models.Index(fields=["thread_noun", "thread_id", "-closed_at"], name="activity_thread"),
            models.Index(fields=["assignee", "-closed_at"], name="activity_closed_mine", condition=Q(pending=False)),
            models.Index(fields=["-closed_at", "-id"], name="activity_closed_all", condition=Q(pending=False)),
        ]

    def __str__(self) -> str:
        return self.summary or self.type.name

    def search_source(self) -> list[str]:
        return [self.summary, plain_text(self.instructions), self.feedback]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def urgency(self) -> Urgency:
        """How it stands on its assignee's day; what is closed is not urgent (03.7)."""
        return state_of(self.due) if self.is_open else Urgency.NONE

    def refuse_closed(self) -> None:
        """Raises Refused with who closed it, and when (03.B4)."""
        if self.is_open:
            return
        said = {"who": self.closed_by or "Piste", "when": day_hour(self.closed_at)}
        if self.state == self.State.DONE:
            raise Refused(_("%(who)s already did this on %(when)s.") % said)
        raise Refused(_("%(who)s cancelled this on %(when)s.") % said)

    @property
    def may_return(self) -> bool:
        """A deadline that has passed does not come back to life (01.26)."""
        return self.due_on >= today(self.assignee)

    def derived(self) -> dict[str, Any]:
        return {"due": day_begins(self.due_on, self.assignee.time_zone)}

    def reversal(self, values: dict) -> dict:
        returns = values.get("cancelled_with_record") is False and values.get("state") == self.State.OPEN
        return {} if returns and not self.may_return else values
