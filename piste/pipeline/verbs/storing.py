"""Archive and trash: out of sight, and back."""

from django.utils.translation import gettext as _

from piste.activities.verbs.with_record import cancel_with, return_with
from piste.history.recording import change, change_each, record, record_many, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused
from piste.pipeline.many import Many
from piste.pipeline.models import Lead
from piste.pipeline.querysets import LeadQuerySet


@verb
def archive(lead: Lead, *, by) -> Lead:
    """Hides the record; outcome and probability stay (01.27)."""
    if locked(lead).archived:
        raise Refused(_("This record is already archived."))
    record(lead, "lead.archived", by=by, changes=change(lead, archived=True))
    cancel_with(lead.noun, [lead.pk], by=by)
    return lead


@verb
def archive_many(leads: LeadQuerySet, *, by) -> Many:
    rows = locked_many(leads)
    changes = change_each(rows, lambda lead: {"archived": True})
    record_many(rows, "lead.archived", by=by, changes=changes)
    cancel_with(Lead.noun, list(changes), by=by)
    return Many(done=rows)


@verb
def unarchive(lead: Lead, *, by) -> Lead:
    if not locked(lead).archived:
        raise Refused(_("This record is not archived."))
    record(lead, "lead.unarchived", by=by, changes=change(lead, archived=False))
    if lead.is_open:
        return_with(lead.noun, [lead.pk], by=by)
    return lead


@verb
def trash(lead: Lead, *, by) -> Lead:
    """Puts the record into the trash, with all it owns, for 30 days (01.28)."""
    locked(lead)
    record(lead, "lead.deleted", by=by, changes=change(lead, deleted_at=now()))
    cancel_with(lead.noun, [lead.pk], by=by)
    return lead


@verb
def untrash(lead: Lead, *, by) -> Lead:
    if locked(lead).deleted_at is None:
        raise Refused(_("This record is not in the trash."))
    record(lead, "lead.undeleted", by=by, changes=change(lead, deleted_at=None))
    if lead.is_open:
        return_with(lead.noun, [lead.pk], by=by)
    return lead
