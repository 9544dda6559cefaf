"""The next activity of each of some records, for rooms whose records do not keep it themselves."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from piste.activities.models import Activity
from piste.activities.querysets import ActivityQuerySet


def next_steps(noun: str, records: QuerySet) -> ActivityQuerySet:
    """The earliest open activity of each of these records, which the reader sees: so he sees what hangs on them."""
    return first_steps(noun).filter(thread_id__in=records.order_by().values("pk"))


def first_steps(noun: str) -> ActivityQuerySet:
    """The earliest open activity of each record of that noun."""
    hung = Activity.objects.open().filter(thread_noun=noun)
    sooner = Q(due__lt=OuterRef("due")) | Q(due=OuterRef("due"), pk__lt=OuterRef("pk"))
    return hung.filter(~Exists(hung.filter(sooner, thread_id=OuterRef("thread_id"))))


def without_step(noun: str, records: QuerySet) -> QuerySet:
    """Those of the records on which nothing is planned."""
    return records.filter(~Exists(Activity.objects.open().filter(thread_noun=noun, thread_id=OuterRef("pk"))))
