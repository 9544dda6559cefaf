"""Why records are lost: the list, and how it is kept short."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from piste.history.archiving import put_away, put_back
from piste.history.recording import change, change_each, chunks, created, record, record_many, verb
from piste.kernel import normal
from piste.kernel.clock import now
from piste.kernel.locking import locked, locked_many
from piste.kernel.normal import plain
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead, LossReason


@verb
def reason_named(name: str, *, by) -> LossReason:
    """The reason of that name, whatever its case and language; a new one when there is none (01.31)."""
    name = " ".join(name.split())
    if not name:
        raise Refused(_("A loss reason needs a name."), field="name")
    if known := _of_name(name):
        return known
    column = "name_fr" if (get_language() or "").startswith("fr") else "name_en"
    reason = LossReason(**{column: name})
    created(reason, by=by)
    return reason


@verb
def create_reason(*, by, name_en: str = "", name_fr: str = "") -> LossReason:
    """A reason with its names; one that already bears a name is used instead."""
    if known := _of_name(name_en) or _of_name(name_fr):
        return known
    reason = LossReason(name_en=normal.line(name_en), name_fr=normal.line(name_fr))
    _refuse_nameless(reason)
    created(reason, by=by)
    return reason


@verb
def rename_reason(reason: LossReason, *, by, name_en: str, name_fr: str) -> LossReason:
    changes = change(locked(reason), name_en=normal.line(name_en), name_fr=normal.line(name_fr))
    _refuse_nameless(reason)
    for name in (reason.name_en, reason.name_fr):
        other = _of_name(name, besides=reason)
        if other is not None:
            raise Refused(_("There is a reason “%(name)s” already. Merge the two.") % {"name": other}, field="name_en")
    if changes:
        record(reason, "loss_reason.edited", by=by, changes=changes)
    return reason


@verb
def archive_reason(reason: LossReason, *, by) -> LossReason:
    """Takes a reason out of the choices; records keep it."""
    return put_away(reason, by=by)


@verb
def unarchive_reason(reason: LossReason, *, by) -> LossReason:
    return put_back(reason, by=by)


@verb
def merge_reasons(reason: LossReason, *, by, into: LossReason) -> LossReason:
    """All records of the reason take the other one, and it is gone (01.30)."""
    if locked(reason) == into:
        raise Refused(_("Choose another reason to merge it with."), field="into")
    for keys in chunks(list(_uses(reason).values_list("pk", flat=True))):
        leads = locked_many(Lead._base_manager.filter(pk__in=keys))
        record_many(leads, "lead.edited", by=by, changes=change_each(leads, lambda lead: {"lost_reason": into}))
    record(reason, "loss_reason.merged", by=by, changes=change(reason, deleted_at=now()), into=str(into))
    return into


@verb
def delete_reason(reason: LossReason, *, by) -> LossReason:
    """Deletes a reason that no record uses (01.B6)."""
    if count := _uses(locked(reason)).count():
        raise Refused(
            ngettext(
                "%(count)s record uses it. Archive it or merge it.",
                "%(count)s records use it. Archive it or merge it.",
                count,
            )
            % {"count": count}
        )
    record(reason, "loss_reason.deleted", by=by, changes=change(reason, deleted_at=now()))
    return reason


def _uses(reason: LossReason):
    return Lead._base_manager.filter(lost_reason=reason)


def _refuse_nameless(reason: LossReason) -> None:
    if not reason.name:
        raise Refused(_("A loss reason needs a name."), field="name_en")


def _of_name(name: str, besides: LossReason | None = None) -> LossReason | None:
    """Compared without case, accents and outer spaces, in every language."""
    wanted = plain(name)
    others = LossReason.objects.current().exclude(pk=besides and besides.pk)
    return next((one for one in others if wanted and wanted in one.plain_names), None)
