"""A record with everything that its page names."""

from django.db.models import QuerySet
from django.http import Http404

from piste.kernel.prepared import prepared
from piste.pipeline.models import Lead

SHOWN_WITH = ("stage", "team", "owner", "company", "person", "lost_reason", "created_by")


def shown_or_404(user, pk: int) -> Lead:
    """First whether this person sees it, then the wide row by its key: two short statements instead of a long one."""
    if not Lead.objects.visible_to(user).filter(pk=pk).exists():
        raise Http404
    return _shown(pk)[0]


@prepared
def _shown(key: int) -> QuerySet:
    return Lead.objects.filter(pk=key).select_related(*SHOWN_WITH).prefetch_related("tags")
