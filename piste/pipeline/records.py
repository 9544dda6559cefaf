"""A record with everything that its page names."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from piste.kernel.prepared import prepared
from piste.pipeline.models import Lead

SHOWN_WITH = ("stage", "team", "owner", "company", "person", "lost_reason", "created_by")


def shown_or_404(user, pk: int) -> Lead:
    """First whether this person sees it, then the wide row by its key: two short statements instead of a long one."""
    key = get_object_or_404(Lead.objects.visible_to(user).values_list("pk", flat=True), pk=pk)
    return _shown(key)[0]


@prepared
def _shown(key: int) -> QuerySet:
    return Lead.objects.filter(pk=key).select_related(*SHOWN_WITH).prefetch_related("tags")
