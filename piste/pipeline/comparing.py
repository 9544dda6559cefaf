"""What the merge dialog shows: the records side by side, what is kept of each, and the one they become (02.33)."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, Self

from piste.contacts.models import Tag
from piste.kernel.visibility import VisibleQuerySet
from piste.pipeline.facts import COLUMNS, fact, is_shown
from piste.pipeline.facts import label_of as label_of_column
from piste.pipeline.merged import PICKED, in_order, survivor_of, values_of
from piste.pipeline.models import Lead
from piste.pipeline.process import Process

SHOWN_WITH = ("stage", "team", "owner", "company", "person", "lost_reason", "recurring_plan")


@dataclass(frozen=True)
class Row:
    """One fact of all the records, and the key of the one whose value is kept."""

    key: str
    label: str
    kept: int
    differs: bool


@dataclass(frozen=True)
class Comparison:
    leads: list[Lead]
    survivor: Lead
    rows: list[Row]
    # The record as it would be; never saved.
    result: Lead
    tags: list[Tag]

    @classmethod
    def of(cls, leads: VisibleQuerySet, *, into: int | None = None, picked: Mapping[str, int] | None = None) -> Self:
        known = in_order(leads.select_related(*SHOWN_WITH).prefetch_related("tags"))
        survivor = next((lead for lead in known if lead.pk == into), None) or survivor_of(known)
        values = values_of(known, survivor, picked or {}, Process())
        worn = {tag.pk: tag for lead in known for tag in lead.tags.all()}
        result = copy(survivor)
        for name, value in values.items():
            if name != "tags":
                setattr(result, name, value)
        # On a lead the stage is hidden (01.4).
        keys = [key for key in PICKED if is_shown(key) and (key != "stage" or result.is_opportunity)]
        rows = [_row(key, known, survivor, result, picked or {}) for key in keys]
        return cls(known, survivor, [row for row in rows if row], result, list(worn.values()))

    @property
    def kept(self) -> dict[str, int]:
        """For each fact the key of the record whose value is kept."""
        return {row.key: row.kept for row in self.rows}

    @property
    def mixes_won_and_open(self) -> bool:
        return {Lead.Outcome.OPEN, Lead.Outcome.WON} <= {lead.outcome for lead in self.leads}


def _row(key: str, leads: list[Lead], survivor: Lead, result: Lead, picked: Mapping[str, int]) -> Row | None:
    """Nothing for what none of the records has."""
    values = {lead.pk: _value(lead, key) for lead in leads}
    if not any(any(value) for value in values.values()):
        return None
    wanted, order = _value(result, key), [survivor.pk, *values]
    alike = next((pk for pk in order if values[pk] == wanted), survivor.pk)
    kept = picked[key] if picked.get(key) in values else alike
    return Row(key, _label(key), kept, differs=len(set(map(repr, values.values()))) > 1)


def _value(lead: Lead, key: str) -> list[Any]:
    return [getattr(lead, column) for column in COLUMNS.get(key, (key,))]


def _label(key: str) -> str:
    return label_of_column(key) if key == "stage" else fact(key).label
