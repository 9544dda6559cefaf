"""The job that keeps what is shared: it follows the events, and walks over all rows again and again.

A walk finds what no event told of, such as rows that were there before; it costs a few statements for 500 rows.
"""

from collections.abc import Collection, Iterable
from itertools import combinations
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from piste.contacts.matches import SHARED_AT_MOST
from piste.contacts.models import Shared, Sought
from piste.history.models import Event
from piste.history.recording import CHUNK, chunks
from piste.kernel.similar import similar
from piste.pipeline.cleanup.kinds import MODELS, Kind, comparable, kinds_of
from piste.pipeline.models import Lead

READ_AT_ONCE = 5_000
# Transactions may commit out of their order: the last events are read again.
OVERLAP = 200
# So long the first walk goes on before the job makes room for others.
SECONDS = 20
# Titles of so many records of one company are compared with each other.
TITLES = 60


def seek(seconds: float = SECONDS) -> None:
    """Reads what was told since the last time, and walks on."""
    newest = Event.objects.newest()
    until = monotonic() + seconds
    marks = {noun: Sought._base_manager.get_or_create(of=noun, defaults={"event": newest})[0] for noun in MODELS}
    after = min(mark.event for mark in marks.values())
    told = Event.objects.filter(id__gt=after - OVERLAP).order_by("id").values_list("id", "noun", "row_id")
    read = list(told[:READ_AT_ONCE])
    for noun, mark in marks.items():
        for some in chunks(sorted({row for _id, of, row in read if of == noun})):
            look_at(noun, some)
        mark.event = max(after, read[-1][0] if read else newest)
        _walk(mark, until)
        mark.save()


def _walk(mark: Sought, until: float) -> None:
    """One piece of all rows and of what is shared; as many as there is time for until all were looked at once."""
    model = MODELS[mark.of]
    while True:
        keys = list(model._base_manager.filter(pk__gt=mark.row).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        look_at(mark.of, keys)
        mark.row, mark.whole = (keys[-1], mark.whole) if len(keys) == CHUNK else (0, True)
        if mark.whole or monotonic() > until:
            break
    known = list(Shared._base_manager.filter(of=mark.of, pk__gt=mark.shared).order_by("pk")[:CHUNK])
    for kind in kinds_of(mark.of):
        _keep(kind, {one.value for one in known if one.by == kind.by})
    mark.shared = known[-1].pk if len(known) == CHUNK else 0


def look_at(noun: str, keys: Collection[int]) -> None:
    """Finds out which of the values of these rows are shared with others."""
    rows = list(comparable(MODELS[noun]._default_manager.filter(pk__in=keys)).defer("search_text"))
    for kind in kinds_of(noun):
        _keep(kind, {value for row in rows for value in kind.values(row)})


def _keep(kind: Kind, values: set[str]) -> None:
    """Writes down which of these values are shared."""
    for some in chunks(sorted(values)):
        shared = _shared(kind, set(some))
        known = Shared._base_manager.filter(of=kind.noun, by=kind.by, value__in=shared.union(some))
        held = set(known.values_list("value", flat=True))
        new = [Shared(of=kind.noun, by=kind.by, value=value) for value in sorted(shared - held)]
        with transaction.atomic():
            if gone := held.intersection(some) - shared:
                known.filter(value__in=gone).delete()
            Shared._base_manager.bulk_create(new, ignore_conflicts=True)


def _shared(kind: Kind, values: set[str]) -> set[str]:
    if kind.by == "name":
        return _shared_names(kind, values)
    if kind.by == "title":
        return _shared_titles(kind, values)
    if kind.is_link:
        return {str(value) for value, count in _links(kind, values) if _says(kind, count)}
    return {value for value, count in _counted(kind, values).items() if _says(kind, count)}


def _says(kind: Kind, count: int) -> bool:
    return count > 1 and not (kind.capped and count > SHARED_AT_MOST)


def _counted(kind: Kind, values: Collection[str]) -> dict[str, int]:
    """How many rows have each value."""
    counts: dict[str, int] = dict.fromkeys(values, 0)
    for table, column, key in kind.places():
        held = table.filter(**{f"{column}__in": list(values)}).order_by().values_list(column)
        for value, count in held.annotate(rows=Count(key)):
            counts[value] += count
    return counts


def _rows(kind: Kind) -> Any:
    return comparable(MODELS[kind.noun]._default_manager.all())


def _links(kind: Kind, values: Iterable[str]) -> Iterable[tuple[int, int]]:
    """By person or company how many records there are that say something of each other."""
    column = kind.columns[0]
    rows = _rows(kind).filter(**{f"{column}__in": list(map(int, values))}).order_by().values(column)
    if kind.by == "colleague":
        rows = rows.annotate(count=Count("person", distinct=True))
    else:
        rows = rows.annotate(count=Count("pk"), bare=Count("pk", filter=Q(person=None)))
        rows = rows.filter(bare__gt=0) if kind.by == "company" else rows
    return rows.values_list(column, "count")


def _shared_names(kind: Kind, values: set[str]) -> set[str]:
    """Of names that are similar the first one stands for all that are similar to it."""
    near = kind.near(values)
    near |= kind.near(set().union(*near.values()) - near.keys())
    counts = _parties(kind, set().union(*near.values()))
    alive = {name for name, count in counts.items() if count}
    shared = {name for name in values if counts.get(name, 0) > 1}
    for name in values & alive:
        shared |= {min(near[name] & near.get(other, {other}) & alive) for other in near[name] & alive - {name}}
    if not kind.capped:
        return shared
    return {name for name in shared if sum(counts.get(one, 0) for one in near.get(name, ())) <= SHARED_AT_MOST}


def _parties(kind: Kind, values: set[str]) -> dict[str, int]:
    """How many rows bear each name; of a company that they are linked to they have it together."""
    if kind.noun != Lead.noun:
        return _counted(kind, values)
    rows = _rows(kind).filter(company_key__in=values).order_by().values_list("company_key")
    counted = rows.annotate(loose=Count("pk", filter=Q(company=None)), companies=Count("company", distinct=True))
    return {name: loose + companies for name, loose, companies in counted}


def _shared_titles(kind: Kind, values: set[str]) -> set[str]:
    counted = _counted(kind, values).items()
    several = [name for name, count in counted if 1 < count <= TITLES]
    titles: dict[str, list[str]] = {name: [] for name in several}
    for name, title in _rows(kind).filter(company_key__in=several).values_list("company_key", "title"):
        titles[name].append(title)
    return {name for name, own in titles.items() if any(similar(one, other) for one, other in combinations(own, 2))}
