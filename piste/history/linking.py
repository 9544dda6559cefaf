"""Links from many rows to many others, such as tags, changed by sets."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TypeVar

from piste.history.models import Subject
from piste.history.recording import CHUNK, Changes
from piste.kernel.bulk import update_each

Row = TypeVar("Row", bound=Subject)


def relink(rows: Sequence[Row], name: str, *, add: Collection[int], remove: Collection[int]) -> dict[int, Changes]:
    """Adds and takes away the same links in all rows, in a fixed number of statements; answers as `change_each`.

    `name` is a column of links, `add` and `remove` are keys of what it leads to.
    """
    if not rows:
        return {}
    column = type(rows[0])._meta.get_field(name)
    own, other = column.m2m_field_name(), column.m2m_reverse_field_name()
    links = column.remote_field.through._base_manager
    worn: dict[int, set[int]] = defaultdict(set)
    held = links.filter(**{f"{own}__in": [row.pk for row in rows]})
    for key, linked in held.values_list(f"{own}_id", f"{other}_id"):
        worn[key].add(linked)
    changes: dict[int, Changes] = {}
    for row in rows:
        before, after = worn[row.pk], (worn[row.pk] | set(add)) - set(remove)
        if before != after:
            changes[row.pk] = {name: [sorted(before), sorted(after)]}
    links.filter(**{f"{own}__in": changes, f"{other}__in": remove}).delete()
    missing = ((key, one) for key in changes for one in set(add) - set(remove) - worn[key])
    made = [links.model(**{f"{own}_id": key, f"{other}_id": one}) for key, one in missing]
    links.bulk_create(made, batch_size=CHUNK)
    _raise_versions([row for row in rows if row.pk in changes])
    return changes


def _raise_versions(rows: list[Row]) -> None:
    columns = {"version"}
    for row in rows:
        row.version += 1
        for name, value in row.derived().items():
            setattr(row, name, value)
            columns.add(name)
    update_each(rows, sorted(columns))
