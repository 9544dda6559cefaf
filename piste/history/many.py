"""What a verb on many rows answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Self, TypeVar

from django.db.models import QuerySet

from piste.history.models import ChangeSet, Subject
from piste.kernel.locking import locked_many
from piste.kernel.refusals import Refused

Row = TypeVar("Row", bound=Subject)


@dataclass
class Many(Generic[Row]):
    """The rows that were changed, those that went into others, and the rest with the reason why not."""

    done: list[Row] = field(default_factory=list)
    skipped: list[tuple[Row, str]] = field(default_factory=list)
    # Each with the one that took it up.
    merged: list[tuple[Row, Row]] = field(default_factory=list)

    @classmethod
    def sorted_out(cls, rows: QuerySet, refuse: Callable[[Row], object]) -> Self:
        """Locks the rows and parts those that the question refuses from the others."""
        result = cls()
        for row in locked_many(rows):
            try:
                refuse(row)
            except Refused as refused:
                result.skipped.append((row, refused.message))
            else:
                result.done.append(row)
        return result

    @property
    def change_set(self) -> ChangeSet | None:
        changed = [*self.done, *(kept for _row, kept in self.merged)]
        return next((row.last_event.change_set for row in changed if row.last_event), None)
