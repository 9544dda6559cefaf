"""Rows of the configuration leave the choices and come back; whatever has them keeps them."""

from typing import TypeVar

from piste.history.models import Subject
from piste.history.recording import change, record
from piste.kernel.locking import locked

Row = TypeVar("Row", bound=Subject)


def put_away(row: Row, *, by) -> Row:
    """Within a verb: `<noun>.archived`, unless it is archived already."""
    return _archived(row, True, "archived", by=by)


def put_back(row: Row, *, by) -> Row:
    return _archived(row, False, "unarchived", by=by)


def _archived(row: Row, archived: bool, act: str, *, by) -> Row:
    if changes := change(locked(row), archived=archived):
        record(row, f"{row.noun}.{act}", by=by, changes=changes)
    return row
