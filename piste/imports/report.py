"""What an import says about itself: what it read, what it made, and every row that it could not take as it was."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one row, by file and line. `refused` rows were not imported; others were, with what is said."""

    file: str
    line: int
    text: str
    refused: bool = False

    def __str__(self) -> str:
        return _("%(file)s, row %(line)s: %(text)s") % {"file": self.file, "line": self.line, "text": self.text}


@dataclass
class Report:
    """Counts by kind of row, sums by name as (in the file, in Piste), and the remarks."""

    read: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    sums: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def refused(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.refused]

    @property
    def agrees(self) -> bool:
        """Whether every sum in Piste is the one in the files."""
        return all(there == here for there, here in self.sums.values())
