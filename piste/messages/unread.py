"""How many notices wait for somebody."""

from django.db.models import QuerySet

from piste.history import reach
from piste.kernel.prepared import prepared
from piste.messages.models import Notice

MANY = 100


def count(user) -> int:
    """Acts, however many records each was about, as far as the newest hundred notices tell of them.

    Asked on every page, so the records are looked up by their keys.
    """
    told = [(act, (noun, key)) for act, noun, key in _told(user.pk)]
    seen = reach.visible(user, {place for _act, place in told})
    return len({act for act, place in told if place in seen})


def is_any(user, noun: str, key: int) -> bool:
    """Whether one about this record waits for him, who sees it."""
    return bool(_about(user.pk, noun, key))


@prepared
def _told(user: int) -> QuerySet:
    unread = Notice.objects.filter(user=user).unread().order_by("-id")
    return unread.values_list("event__change_set", "event__thread_noun", "event__thread_id")[:MANY]


@prepared
def _about(user: int, noun: str, key: int) -> QuerySet:
    return Notice.objects.filter(user=user).on(noun, key).unread().order_by().values_list("pk", flat=True)[:1]
