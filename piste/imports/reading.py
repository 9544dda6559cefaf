"""Reads a table from a file: UTF-8 or Windows-1252, with the line number of each row."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from piste.kernel import space
from piste.kernel.refusals import Refused

LARGEST = 256 * 1024**2


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file, by column name; `number` counts from 1 with the header."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


def table(path: Path, columns: list[str]) -> list[Line]:
    """The rows of a CSV file; raises Refused when it is no table or lacks one of the columns."""
    if space.is_short():
        raise Refused(_("Nothing is imported while the disk has hardly any room left."))
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(_("%(file)s is too large.") % {"file": path.name})
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(_("%(file)s cannot be read: %(why)s.") % {"file": path.name, "why": error.strerror}) from None
    try:
        rows = csv.DictReader(io.StringIO(_text(raw), newline=""), strict=True)
        missing = [column for column in columns if column not in (rows.fieldnames or [])]
        if missing:
            raise Refused(_("%(file)s has no column %(columns)s.") % {"file": path.name, "columns": ", ".join(missing)})
        return list(_lines(rows))
    except csv.Error as error:
        raise Refused(_("%(file)s is not a table: %(why)s.") % {"file": path.name, "why": error}) from None


def _lines(rows: csv.DictReader) -> Iterator[Line]:
    for row in rows:
        yield Line(rows.line_num, {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)})


def _text(raw: bytes) -> str:
    if b"\0" in raw:
        raise csv.Error("it holds binary data")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
