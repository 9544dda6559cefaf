"""A record with everything that its page names."""

from django.db.models import QuerySet
from django.http import Http404

from piste.kernel.prepared import prepared
from piste.pipeline.models import Lead

SHOWN_WITH = ("stage", "team", "owner", "company", "person", "lost_reason", "recurring_plan", "created_by")


def shown(user, pk: int) -> Lead | None:
    """First whether this person sees it, then the wide row by its key: two short statements instead of a long one."""
    return _shown(pk)[0] if Lead.objects.visible_to(user).filter(pk=pk).exists() else None


def in_trash(user, pk: int) -> Lead | None:
    """For whoever may bring it back."""
    return _shown(pk)[0] if Lead.objects.trashed_for(user).filter(pk=pk).exists() else None


def shown_or_404(user, pk: int) -> Lead:
    if lead := shown(user, pk):
        return lead
    raise Http404


@prepared
def _shown(key: int) -> QuerySet:
    return Lead.objects.filter(pk=key).select_related(*SHOWN_WITH).prefetch_related("tags")
