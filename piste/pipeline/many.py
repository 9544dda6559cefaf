"""What a verb on many records answers."""

from dataclasses import dataclass, field

from piste.history.models import ChangeSet
from piste.pipeline.models import Lead


@dataclass
class Many:
    """The records that were changed, and the others with the reason why not."""

    done: list[Lead] = field(default_factory=list)
    skipped: list[tuple[Lead, str]] = field(default_factory=list)

    @property
    def change_set(self) -> ChangeSet | None:
        return next((lead.last_event.change_set for lead in self.done if lead.last_event), None)
