"""How many notices wait for somebody."""

from django.db.models import QuerySet

from piste.history import reach
from piste.kernel.prepared import prepared
from piste.messages.models import Notice

MANY = 100


def count(user) -> int:
    """Up to a hundred, nobody counts further; asked on every page, so the records are looked up by their keys."""
    places = _places(user.pk)
    seen = reach.visible(user, set(places))
    return sum(place in seen for place in places)


def is_any(user, noun: str, key: int) -> bool:
    """Whether one about this record waits for him, who sees it."""
    return bool(_about(user.pk, noun, key))


@prepared
def _places(user: int) -> QuerySet:
    unread = Notice.objects.filter(user=user).unread().order_by()
    return unread.values_list("event__thread_noun", "event__thread_id")[:MANY]


@prepared
def _about(user: int, noun: str, key: int) -> QuerySet:
    return Notice.objects.filter(user=user).on(noun, key).unread().order_by().values_list("pk", flat=True)[:1]
