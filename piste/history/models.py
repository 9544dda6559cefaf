"""The one history: timeline, audit, live updates, undo and the time machine read these rows, and nothing else."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from piste.history.encoding import ExactEncoder
from piste.history.querysets import UNDONE_WITHIN, ChangeSetQuerySet, EventQuerySet, LongActQuerySet
from piste.kernel.clock import now


class Subject(models.Model):
    """A row with a history. `noun` is its name in events; `deleted_at` puts it in the trash."""

    noun: ClassVar[str]
    has_timeline: ClassVar[bool] = False
    # The fields whose changes a timeline tells by itself (04.5); none named means all.
    tracked: ClassVar[frozenset[str]] = frozenset()
    # The fields that change with others, by a rule: nobody's change of them is lost when they change again.
    computed: ClassVar[frozenset[str]] = frozenset()
    # How values are written where their type does not say it: "money", "percent", "phone", "rich".
    shown_as: ClassVar[dict[str, str]] = {}
    # The relations that str() of the row reads.
    named_by: ClassVar[tuple[str, ...]] = ()
    # The relations that `derived` reads: those of many rows are fetched together.
    derives_from: ClassVar[tuple[str, ...]] = ()
    # Whether a merge moves it to what remains; what may stand there once only, its room carries over itself.
    moved_by_merges: ClassVar[bool] = True

    version = models.PositiveIntegerField(default=1, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Set by record().
    last_event: "Event | None" = None

    class Meta:
        abstract = True

    @property
    def last_act(self) -> int | None:
        """The change set of what was just done to it: what a toast offers to undo."""
        return self.last_event.change_set_id if self.last_event else None

    @property
    def thread(self) -> tuple[str, int]:
        """The record on whose timeline this row's events stand: itself, unless it hangs on another."""
        return self.noun, self.pk

    def derived(self) -> dict[str, Any]:
        """Columns that follow from others: set at every change and at undo, and never told in events."""
        return {}

    @classmethod
    def open_to(cls, user, names: Collection[str]) -> bool:
        """Whether he may change these columns, of a row that he may edit."""
        return True

    def is_same(self, name: str, one: Any, other: Any) -> bool:
        """Whether two values of a field say the same, so that undo finds nothing changed."""
        return one == other

    def reversal(self, values: dict) -> dict:
        """What undo may set back on this row; a model drops what must not return."""
        return values

    def without(self, left: Collection[str], values: dict) -> dict:
        """What of an undo makes sense when those fields stay as somebody made them since."""
        return values


class Hanging(Subject):
    """A row that hangs on a record of any kind, and is seen by whoever sees that record."""

    # The columns with what people wrote: by these it is found on the record's timeline.
    written: ClassVar[tuple[str, ...]] = ()

    thread_noun = models.CharField(max_length=16, editable=False)
    thread_id = models.BigIntegerField(editable=False)

    class Meta:
        abstract = True

    @property
    def thread(self) -> tuple[str, int]:
        return self.thread_noun, self.thread_id


class Mergeable(Subject):
    """A row that may be merged into another one of its kind: then it is hidden, and leads there (02.35)."""

    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="absorbed", editable=False, verbose_name=_("merged into")
    )
    # By what it took up it is found, too (02.34).
    absorbed_words = models.TextField(default="", editable=False)

    class Meta:
        abstract = True

    def all_words(self) -> str:
        """All that it says, for searching when another one has taken it up."""
        texts = (field.value_from_object(self) for field in self._meta.concrete_fields if field.editable)
        own = [text for text in texts if isinstance(text, str)]
        return " ".join([*own, *self.search_source()])

    def search_source(self) -> Iterable[str]:
        raise NotImplementedError


class ChangeSet(models.Model):
    """All events of one verb, undone together."""

    verb = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    via = models.CharField(max_length=16)
    # The key by which a program did it, and the network address that it was asked from (12.23).
    key = models.BigIntegerField(null=True)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(default=now)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    objects = ChangeSetQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["by", "-id"], name="change_set_by"),
            models.Index(fields=["key", "-id"], name="change_set_key", condition=models.Q(key__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"

    @property
    def too_old(self) -> bool:
        return self.at < now() - UNDONE_WITHIN


class Event(models.Model):
    """One thing that happened to one row: each changed field with its value before and after. Only appended."""

    change_set = models.ForeignKey(ChangeSet, models.PROTECT, related_name="events")
    name = models.CharField(max_length=40)
    noun = models.CharField(max_length=16)
    row_id = models.BigIntegerField()
    thread_noun = models.CharField(max_length=16)
    thread_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    changes = models.JSONField(default=dict, encoder=ExactEncoder)
    facts = models.JSONField(default=dict, encoder=ExactEncoder)
    at = models.DateTimeField(default=now)

    objects = EventQuerySet.as_manager()

    # The row as the verb left it, for listeners in the same transaction; empty on events read from the database.
    row: Subject | None = None

    class Meta:
        indexes = [
            models.Index(fields=["thread_noun", "thread_id", "-at", "-id"], name="event_thread"),
            models.Index(fields=["noun", "row_id", "-id"], name="event_row"),
            # The audit log, whose order is not that of the numbers: what was imported happened before.
            models.Index(fields=["-at", "-id"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.noun} {self.row_id}"

    @classmethod
    def about(cls, row: Subject, name: str, *, change_set: ChangeSet, changes: dict, facts: dict) -> Self:
        noun, key = row.thread
        event = cls(
            change_set=change_set,
            name=name,
            noun=row.noun,
            row_id=row.pk,
            thread_noun=noun,
            thread_id=key,
            version=row.version,
            changes=changes,
            facts=facts,
            at=change_set.at,
        )
        event.row = row
        return event


class LongAct(models.Model):
    """An act on so many rows that the worker does it, in steps; what is done so far is told by `position` (14.11).

    `doer` names who knows how, `asked` is what he was asked, `outcome` what came of it so far, in his own words.
    `came` is how its author came in (see recording.CAME): the worker acts by the same door, within the same limits.
    """

    class State(models.TextChoices):
        AT_WORK = "at_work", _("at work")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    doer = models.CharField(max_length=16)
    came = models.JSONField(default=dict)
    asked = models.JSONField(default=dict)
    total = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)
    change_set = models.ForeignKey(ChangeSet, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.AT_WORK)
    # Why it was stopped.
    message = models.TextField(blank=True)
    outcome = models.JSONField(default=dict)
    begun_at = models.DateTimeField(default=now)
    # The last sign of life of whoever works on it.
    beat_at = models.DateTimeField(default=now)

    objects = LongActQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["beat_at"], name="long_act_at_work", condition=models.Q(state="at_work"))]

    def __str__(self) -> str:
        return f"{self.doer} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("history:long_act", args=[self.pk])

    @property
    def is_at_work(self) -> bool:
        return self.state == self.State.AT_WORK

    @property
    def is_undoable(self) -> bool:
        return not self.is_at_work and self.change_set is not None and not hasattr(self.change_set, "undone_by")
