"""Several records become one, and nothing of them is lost (02.32-02.36)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from django.utils.translation import gettext as _

from piste.history.merging import absorb, changed_meanwhile, named, survivor, take_over
from piste.history.recording import Changes, change_each, record_many, verb
from piste.kernel.locking import locked_many
from piste.kernel.refusals import Refused
from piste.pipeline.merged import survivor_of, values_of
from piste.pipeline.models import Lead
from piste.pipeline.process import Process


class Changed(Refused):
    """Some of the records were changed since the user looked at them (02.B2)."""

    def __init__(self, told: str) -> None:
        super().__init__(_("Changed meanwhile: %(records)s. Look at the new values, then merge.") % {"records": told})


class Unconfirmed(Refused):
    """Won and open records are merged only by somebody who says that he means it (02.B3)."""

    def __init__(self) -> None:
        super().__init__(
            _("Some of these records are won and others are open: together they are open. Confirm that you mean it."),
            field="confirmed",
        )


@verb
def merge(
    leads: Collection[Lead],
    *,
    by,
    into: Lead | None = None,
    picked: Mapping[str, int] | None = None,
    seen: Mapping[int, int] | None = None,
    confirmed: bool = False,
) -> Lead:
    """Merges the records into one of them, the one of 02.32 unless another is named, and returns it.

    `picked` names for single facts (`merged.PICKED`) the key of the record whose value is kept. `seen` are the versions
    that the user looked at, by key. Raises Unconfirmed for won and open ones, unless `confirmed`.
    """
    rows = _locked({lead.pk for lead in leads} | ({into.pk} if into else set()))
    _refuse_changed(rows, seen or {})
    if not confirmed and {Lead.Outcome.OPEN, Lead.Outcome.WON} <= {lead.outcome for lead in rows}:
        raise Unconfirmed
    kept = next((lead for lead in rows if into and lead.pk == into.pk), None) or survivor_of(rows)
    _unite([_Group(rows, kept, picked or {})], by=by)
    event = kept.last_event
    kept.refresh_from_db()
    kept.last_event = event
    return kept


@verb
def merge_many(groups: Iterable[Collection[Lead]], *, by) -> list[Lead]:
    """Merges each group into the record of 02.32, won and open ones too, and returns these records.

    No record stands in two groups. All in a fixed number of statements.
    """
    keys = [[lead.pk for lead in group] for group in groups]
    rows = {lead.pk: lead for lead in _locked(set(chain.from_iterable(keys)))} if keys else {}
    found = [[rows[key] for key in group] for group in keys]
    return _unite([_Group(group, survivor_of(group)) for group in found], by=by)


@dataclass(frozen=True)
class _Group:
    """Records that become one, the one that stays, and from which record each value is taken that somebody picked."""

    leads: list[Lead]
    kept: Lead
    picked: Mapping[str, int] = field(default_factory=dict)

    @property
    def others(self) -> list[Lead]:
        return [lead for lead in self.leads if lead.pk != self.kept.pk]

    @property
    def facts(self) -> dict[str, object]:
        others = self.others
        return {"absorbed": [lead.pk for lead in others], "names": ", ".join(named(lead) for lead in others)}


def _unite(groups: list[_Group], *, by) -> list[Lead]:
    kept = [group.kept for group in groups]
    into = {lead.pk: group.kept for group in groups for lead in group.others}
    if not into:
        return kept
    process = Process()
    values = {group.kept.pk: values_of(group.leads, group.kept, group.picked, process) for group in groups}
    facts = {group.kept.pk: group.facts for group in groups}
    changes: dict[int, Changes] = {key: {} for key in values} | change_each(kept, lambda lead: values[lead.pk])
    absorb([lead for group in groups for lead in group.others], into, by=by)
    record_many(kept, "lead.merged", by=by, changes=changes, facts=facts)
    take_over(Lead.noun, {key: lead.pk for key, lead in into.items()}, by=by)
    return kept


def _locked(keys: Collection[int]) -> list[Lead]:
    """The records as they are now, none of them gone."""
    links = ("stage", "team", "owner", "company", "person", "recurring_plan")
    known = Lead._base_manager.filter(pk__in=keys).select_related(*links)
    rows = locked_many(known.prefetch_related("tags"))
    if len(keys) < 2 or len(rows) < len(keys):
        raise Refused(_("Select 2 to 20 records."))
    for lead in rows:
        if lead.merged_into_id:
            raise Refused(
                _("%(record)s was merged into %(other)s meanwhile. Nothing was merged.")
                % {"record": named(lead), "other": named(survivor(lead))}
            )
        if lead.deleted_at:
            raise Refused(_("%(record)s lies in the trash. Nothing was merged.") % {"record": named(lead)})
    return rows


def _refuse_changed(rows: list[Lead], seen: Mapping[int, int]) -> None:
    if told := changed_meanwhile(rows, seen):
        raise Changed(told)
