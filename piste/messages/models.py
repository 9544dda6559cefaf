from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from piste.contacts.models import Person
from piste.history.models import Event, Hanging
from piste.kernel.clock import now
from piste.kernel.search import Searchable
from piste.messages import store
from piste.messages.querysets import FollowerQuerySet, MuteQuerySet, NoteQuerySet, NoticeQuerySet, WrittenQuerySet
from piste.messages.rich import plain_text


class Note(Searchable, Hanging):
    """An internal note on a record, or what was said in a call: rich text, cleaned before it is stored."""

    noun = "note"
    written = ("body",)
    shown_as = {"body": "rich"}
    searched_fields = frozenset(("body",))

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        CALL = "call", _("Call")

    class Direction(models.TextChoices):
        OUTGOING = "out", _("I called")
        INCOMING = "in", _("They called")

    class Result(models.TextChoices):
        REACHED = "reached", _("Reached")
        NO_ANSWER = "no_answer", _("No answer")
        MESSAGE_LEFT = "message", _("Message left")
        WRONG_NUMBER = "wrong", _("Wrong number")

    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.NOTE, editable=False)
    body = models.TextField(_("note"), blank=True)
    direction = models.CharField(_("direction"), max_length=3, choices=Direction, blank=True)
    result = models.CharField(_("result"), max_length=9, choices=Result, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("mentioned"))
    pinned = models.BooleanField(_("pinned"), default=False)
    at = models.DateTimeField(default=now, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        indexes = [models.Index(fields=["thread_noun", "thread_id"], name="note_thread")]

    def __str__(self) -> str:
        return plain_text(self.body)

    def search_source(self) -> list[str]:
        return [plain_text(self.body)]

    @property
    def is_call(self) -> bool:
        return self.kind == self.Kind.CALL


class Attachment(Hanging):
    """A file on a record. The content lies in the data folder under its hash, outside of the web root (04.32)."""

    noun = "attachment"
    written = ("name",)

    name = models.CharField(_("name"), max_length=200)
    digest = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    media_type = models.CharField(max_length=100, editable=False)
    note = models.ForeignKey(Note, models.CASCADE, null=True, related_name="attachments", verbose_name=_("note"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    at = models.DateTimeField(default=now, editable=False)

    objects = WrittenQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        indexes = [
            models.Index(fields=["thread_noun", "thread_id"], name="attachment_thread"),
            models.Index(fields=["digest"], name="attachment_digest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def size_shown(self) -> str:
        return filesizeformat(self.size)

    @property
    def is_image(self) -> bool:
        return self.media_type in store.IMAGES

    @property
    def shows_in_browser(self) -> bool:
        return self.is_image or self.media_type == store.PDF


class Follower(Hanging):
    """A user who is told what happens to a record, or a contact who was added by hand (04.8). Whoever left stays here
    as deleted, so that undo finds him, and comes back in the same row."""

    noun = "follower"
    moved_by_merges = False
    named_by = ("user", "person")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="followed", verbose_name=_("person")
    )
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+", verbose_name=_("contact"))

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        constraints = [
            models.UniqueConstraint(fields=["thread_noun", "thread_id", "user"], name="follows_once"),
            models.UniqueConstraint(fields=["thread_noun", "thread_id", "person"], name="contact_follows_once"),
            models.CheckConstraint(
                name="user_or_contact_follows", condition=Q(user__isnull=True) ^ Q(person__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.person or "")

    def is_same(self, name: str, one: Any, other: Any) -> bool:
        """Since when somebody does not follow any more makes no difference."""
        return (one is None) == (other is None) if name == "deleted_at" else one == other

    def reversal(self, values: dict) -> dict:
        """Events name who it is; only whether he follows changes."""
        return {name: value for name, value in values.items() if name == "deleted_at"}


class Notice(models.Model):
    """One event that one user is told about on the page."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("Assigned to me")
        MENTIONED = "mentioned", _("Mentioned")
        ACTIVITY = "activity", _("Activity given to me")
        FOLLOWED = "followed", _("News of a record that I follow")
        SHARED = "shared", _("Shared with me")
        OWN = "own", _("What became of something of mine")
        UNOWNED = "unowned", _("New in my team, without a salesperson")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "read_at", "-id"], name="notice_user")]
        constraints = [models.UniqueConstraint(fields=["user", "event"], name="told_once")]


class Mute(models.Model):
    """A kind of notices that a user does not want (04.10). A matter of one's own desk."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Notice.Kind)

    objects = MuteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="muted_once")]

    def __str__(self) -> str:
        return self.kind
