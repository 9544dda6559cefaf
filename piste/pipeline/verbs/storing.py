"""Archive and trash: out of sight, and back."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from piste.activities.verbs.with_record import cancel_with, return_with
from piste.history.recording import change, change_each, record, record_many, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused
from piste.pipeline.many import Many
from piste.pipeline.models import Lead
from piste.pipeline.querysets import LeadQuerySet


@verb
def archive(lead: Lead, *, by) -> Lead:
    """Hides the record; outcome and probability stay (01.27)."""
    _refuse_archiving(locked(lead))
    record(lead, "lead.archived", by=by, changes=change(lead, archived=True))
    cancel_with(lead.noun, [lead.pk], by=by)
    return lead


@verb
def archive_many(leads: LeadQuerySet, *, by) -> Many:
    result = _stored(leads, _refuse_archiving, "archived", by=by, archived=True)
    cancel_with(Lead.noun, [lead.pk for lead in result.done], by=by)
    return result


@verb
def unarchive(lead: Lead, *, by) -> Lead:
    _refuse_unarchiving(locked(lead))
    record(lead, "lead.unarchived", by=by, changes=change(lead, archived=False))
    return_with(lead.noun, _open([lead]), by=by)
    return lead


@verb
def unarchive_many(leads: LeadQuerySet, *, by) -> Many:
    result = _stored(leads, _refuse_unarchiving, "unarchived", by=by, archived=False)
    return_with(Lead.noun, _open(result.done), by=by)
    return result


@verb
def trash(lead: Lead, *, by) -> Lead:
    """Puts the record into the trash, with all it owns, for 30 days (01.28)."""
    _refuse_trashing(locked(lead))
    record(lead, "lead.deleted", by=by, changes=change(lead, deleted_at=now()))
    cancel_with(lead.noun, [lead.pk], by=by)
    return lead


@verb
def trash_many(leads: LeadQuerySet, *, by) -> Many:
    result = _stored(leads, _refuse_trashing, "deleted", by=by, deleted_at=now())
    cancel_with(Lead.noun, [lead.pk for lead in result.done], by=by)
    return result


@verb
def untrash(lead: Lead, *, by) -> Lead:
    _refuse_untrashing(locked(lead))
    record(lead, "lead.undeleted", by=by, changes=change(lead, deleted_at=None))
    return_with(lead.noun, _open([lead]), by=by)
    return lead


@verb
def untrash_many(leads: LeadQuerySet, *, by) -> Many:
    result = _stored(leads, _refuse_untrashing, "undeleted", by=by, deleted_at=None)
    return_with(Lead.noun, _open(result.done), by=by)
    return result


def _stored(leads: LeadQuerySet, refuse: Callable[[Lead], None], act: str, *, by, **values: Any) -> Many:
    result = Many.sorted_out(leads, refuse)
    changes = change_each(result.done, lambda lead: values)
    record_many(result.done, f"lead.{act}", by=by, changes=changes)
    return result


def _refuse_archiving(lead: Lead) -> None:
    if lead.archived:
        raise Refused(_("This record is already archived."))


def _refuse_unarchiving(lead: Lead) -> None:
    if not lead.archived:
        raise Refused(_("This record is not archived."))


def _refuse_trashing(lead: Lead) -> None:
    if lead.deleted_at is not None:
        raise Refused(_("This record is already in the trash."))


def _refuse_untrashing(lead: Lead) -> None:
    if lead.deleted_at is None:
        raise Refused(_("This record is not in the trash."))


def _open(leads: list[Lead]) -> list[int]:
    """Those whose activities come back: a closed, hidden or deleted record plans nothing."""
    return [lead.pk for lead in leads if lead.is_open and not lead.archived and lead.deleted_at is None]
