from collections.abc import Iterable
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from piste.finding.models import SavedView
from piste.history.subjects import timelines
from piste.kernel.search import SearchQuerySet
from piste.kernel.visibility import VisibleQuerySet


def seen_threads(user) -> Q:
    """Rows, not in the trash, whose record the user sees, whatever its kind."""
    return on_seen_record(user) & Q(deleted_at=None)


def on_seen_record(user, prefix: str = "") -> Q:
    """`prefix` leads to the columns that name the record.

    EXISTS asks for each candidate by its key; IN would first list everything that the user sees.
    """
    seen = Q(pk__in=[])
    for noun, model in timelines().items():
        row = model._default_manager.visible_to(user).order_by().filter(pk=OuterRef(f"{prefix}thread_id"))
        seen |= Q(Exists(row), **{f"{prefix}thread_noun": noun})
    return seen


class HangingQuerySet(VisibleQuerySet):
    """Rows that hang on a record are seen by whoever sees the record."""

    def visible_to(self, user) -> Self:
        return self.filter(seen_threads(user))

    def on(self, noun: str, key: int) -> Self:
        return self.filter(thread_noun=noun, thread_id=key, deleted_at=None)


class WrittenQuerySet(HangingQuerySet):
    """Notes and files: their author changes them, a manager may take them away."""

    def editable_by(self, user) -> Self:
        return super().editable_by(user).filter(author=user)

    def deletable_by(self, user) -> Self:
        rows = super().editable_by(user)
        return rows if user.manages else rows.filter(author=user)


class NoteQuerySet(SearchQuerySet, WrittenQuerySet):
    def pinnable_by(self, user) -> Self:
        """Whoever works on the record may pin what anybody wrote there."""
        return HangingQuerySet.editable_by(self, user)

    def pinned(self) -> Self:
        return self.filter(pinned=True)


class FollowerQuerySet(HangingQuerySet):
    def reach(self, user) -> Q:
        """Whether one follows oneself is one's own matter, also on a record that one may only read."""
        return Q(user=user)

    def on_any(self, threads: set[tuple[str, int]]) -> Self:
        wanted = Q(pk__in=[])
        for noun in {noun for noun, _ in threads}:
            wanted |= Q(thread_noun=noun, thread_id__in=[key for other, key in threads if other == noun])
        return self.filter(wanted, deleted_at=None)

    def users(self) -> Self:
        """Colleagues, who are told; contacts are not."""
        return self.exclude(user=None)

    def contacts_seen_by(self, user) -> Self:
        """Contacts who follow, as far as the user may see them."""
        people = self.model._meta.get_field("person").related_model
        return self.filter(person__in=people._default_manager.visible_to(user))


class MuteQuerySet(QuerySet):
    def kinds_of(self, user) -> set[str]:
        return set(self.filter(user=user).values_list("kind", flat=True))


class NoticeQuerySet(VisibleQuerySet):
    def tell(self, notices: Iterable[Any], **conflicts: Any) -> None:
        """Adds those that their reader wants (04.10); `conflicts` as `bulk_create` takes them."""
        wanted = list(notices)
        if wanted:
            mutes = self.model._meta.apps.get_model("messages", "Mute")
            readers = {notice.user_id for notice in wanted}
            muted = set(mutes.objects.filter(user__in=readers).values_list("user", "kind"))
            self.bulk_create([one for one in wanted if (one.user_id, one.kind) not in muted], **conflicts)

    def visible_to(self, user) -> Self:
        """Mine, as long as I see the record, or the saved view, that they are about."""
        views = SavedView.objects.visible_to(user).order_by().filter(pk=OuterRef("event__thread_id"))
        of_view = Q(Exists(views), event__thread_noun=SavedView.noun)
        return self.filter(on_seen_record(user, "event__") | of_view, user=user)

    def editable_by(self, user) -> Self:
        """Reading one's own notices is open to observers too."""
        return self.filter(user=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def on(self, noun: str, key: int) -> Self:
        return self.filter(event__thread_noun=noun, event__thread_id=key)
