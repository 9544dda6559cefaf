"""Several companies, or several people, become one; their records follow (02.37)."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from django.utils.translation import gettext as _

from piste.contacts.merged import in_order, values_of
from piste.contacts.models import Contact
from piste.history.merging import absorb, changed_meanwhile, relink, survivor, take_over
from piste.history.recording import change, record, verb
from piste.kernel.locking import locked_many
from piste.kernel.refusals import Refused

AnyContact = TypeVar("AnyContact", bound=Contact)


@verb
def merge(
    contacts: Collection[AnyContact],
    *,
    by,
    into: AnyContact | None = None,
    picked: Mapping[str, int] | None = None,
    seen: Mapping[int, int] | None = None,
) -> AnyContact:
    """Merges the contacts into the one created first, unless another is named, and returns it.

    `picked` names for single facts the key of the contact whose value is kept; `seen` the versions looked at, by key.
    """
    rows = _locked(contacts, seen or {})
    kept = next((row for row in rows if into and row.pk == into.pk), None) or in_order(rows)[0]
    others = [row for row in rows if row.pk != kept.pk]
    keys, names = [row.pk for row in others], ", ".join(map(str, others))
    changes = change(kept, **values_of(rows, kept, picked or {}))
    absorb(others, dict.fromkeys(keys, kept), by=by)
    event = record(kept, f"{kept.noun}.merged", by=by, changes=changes, absorbed=keys, names=names)
    relink(type(kept), keys, kept, by=by)
    take_over(kept.noun, dict.fromkeys(keys, kept.pk), by=by)
    kept.refresh_from_db()
    kept.last_event = event
    return kept


def _locked(contacts: Collection[AnyContact], seen: Mapping[int, int]) -> list[AnyContact]:
    """The contacts as they are now, none of them gone or changed since they were looked at."""
    model = type(next(iter(contacts)))
    known = model._base_manager.filter(pk__in=[contact.pk for contact in contacts])
    rows = locked_many(known.select_related("owner", "team").prefetch_related("tags"))
    if len(rows) < 2:
        raise Refused(_("Select 2 to 20 records."))
    for row in rows:
        if row.merged_into_id:
            raise Refused(
                _("%(record)s was merged into %(other)s meanwhile. Nothing was merged.")
                % {"record": row, "other": survivor(row)}
            )
        if row.deleted_at:
            raise Refused(_("%(record)s lies in the trash. Nothing was merged.") % {"record": row})
    if told := changed_meanwhile(rows, seen):
        raise Refused(_("Changed meanwhile: %(records)s. Look at the new values, then merge.") % {"records": told})
    return rows
