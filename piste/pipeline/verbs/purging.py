"""What has lain in the trash for long goes for good (01.28)."""

from piste.activities.models import Activity
from piste.history.recording import chunks, record_many, verb
from piste.kernel.locking import locked_many
from piste.messages.models import Attachment, Follower, Note, Notice
from piste.pipeline.models import Lead, Share
from piste.pipeline.querysets import LeadQuerySet

OWNED = (Activity, Attachment, Note, Follower, Share)


@verb
def purge(leads: LeadQuerySet, *, by=None) -> int:
    """Removes records with all that hangs on them; their events stay, as every event does. Returns how many."""
    keys = list(leads.values_list("pk", flat=True))
    for some in chunks(keys):
        rows = locked_many(Lead._base_manager.filter(pk__in=some))
        record_many(rows, "lead.purged", by=by, changes={row.pk: {} for row in rows})
        for model in OWNED:
            model._base_manager.filter(thread_noun=Lead.noun, thread_id__in=some).delete()
        Notice._base_manager.filter(event__thread_noun=Lead.noun, event__thread_id__in=some).delete()
        Lead._base_manager.filter(pk__in=some).delete()
    return len(keys)
