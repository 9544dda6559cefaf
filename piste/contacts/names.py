"""Names of companies that are similar, found by equality in an index (00.10)."""

from collections import defaultdict
from collections.abc import Iterable

from piste.contacts.models import CompanyName, NameMark
from piste.history.recording import chunks
from piste.kernel.similar import marks, similar

LOOKED_AT = 300


def keep(keys: Iterable[str]) -> None:
    """Makes these names known; what is known already costs one statement."""
    wanted = set(keys) - {""}
    known = CompanyName._base_manager.filter(key__in=wanted)
    new = wanted.difference(known.values_list("key", flat=True)) if wanted else set()
    if not new:
        return
    CompanyName._base_manager.bulk_create([CompanyName(key=key) for key in sorted(new)], ignore_conflicts=True)
    rows = CompanyName._base_manager.filter(key__in=new, marks=None)
    marked = [NameMark(name=row, mark=mark) for row in rows for mark in sorted(marks(row.key))]
    NameMark._base_manager.bulk_create(marked, batch_size=500)


def alike(key: str) -> list[str]:
    """The names that are similar to this one, itself included."""
    sharing = NameMark._base_manager.filter(mark__in=marks(key)).order_by("-name").values_list("name__key", flat=True)
    return [key, *(other for other in dict.fromkeys(sharing[:LOOKED_AT]) if other != key and similar(key, other))]


def all_alike(keys: Iterable[str]) -> dict[str, set[str]]:
    """The same of many names in few statements."""
    found = {key: {key} for key in keys}
    wanted: dict[int, set[str]] = defaultdict(set)
    for key in found:
        for mark in marks(key):
            wanted[mark].add(key)
    for some in chunks(sorted(wanted)):
        sharing = NameMark._base_manager.filter(mark__in=some).order_by("-name").values_list("mark", "name__key")
        for mark, other in sharing[: LOOKED_AT * len(some)]:
            for key in wanted[mark]:
                if other not in found[key] and similar(key, other):
                    found[key].add(other)
    return found
