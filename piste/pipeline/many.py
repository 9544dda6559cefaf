"""What a verb on many records answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from piste.history.models import ChangeSet
from piste.kernel.locking import locked_many
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead
from piste.pipeline.querysets import LeadQuerySet


@dataclass
class Many:
    """The records that were changed, those that went into others, and the rest with the reason why not."""

    done: list[Lead] = field(default_factory=list)
    skipped: list[tuple[Lead, str]] = field(default_factory=list)
    # Each with the one that took it up.
    merged: list[tuple[Lead, Lead]] = field(default_factory=list)

    @classmethod
    def sorted_out(cls, leads: LeadQuerySet, refuse: Callable[[Lead], object]) -> Self:
        """Locks the records and parts those that the question refuses from the others."""
        result = cls()
        for lead in locked_many(leads.select_related("stage", "team")):
            try:
                refuse(lead)
            except Refused as refused:
                result.skipped.append((lead, refused.message))
            else:
                result.done.append(lead)
        return result

    @property
    def change_set(self) -> ChangeSet | None:
        changed = [*self.done, *(kept for _lead, kept in self.merged)]
        return next((lead.last_event.change_set for lead in changed if lead.last_event), None)
