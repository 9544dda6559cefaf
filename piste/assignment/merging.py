"""What is surely the same is merged before it is given (05.16): which records, and what becomes of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from piste.history.recording import chunks
from piste.pipeline.duplicates import same_open_of
from piste.pipeline.merged import in_order, survivor_of
from piste.pipeline.models import Lead


@dataclass(frozen=True, slots=True)
class Merging:
    """Records that become one: which one stays, and the owner and team that it has then."""

    keys: tuple[int, ...]
    kept: int
    owner: int | None
    team: int | None


def mergings(waiting: list[int]) -> list[Merging]:
    """The records that wait, with their open duplicates.

    A salesperson's record takes in what waits; those of two of them are never merged without being asked.
    """
    groups = _groups(waiting)
    keys = {key for group in groups for key in group}
    rows: dict[int, Lead] = {}
    for some in chunks(list(keys)):
        rows |= Lead._base_manager.in_bulk(some)
    found = [_merging([rows[key] for key in sorted(group)]) for group in groups]
    return [merging for merging in found if len(merging.keys) > 1]


def _merging(leads: list[Lead]) -> Merging:
    owned = [lead for lead in leads if lead.owner_id]
    joined = [lead for lead in leads if not lead.owner_id] + ([survivor_of(owned)] if owned else [])
    kept = survivor_of(joined)
    ordered = [kept, *(lead for lead in in_order(joined) if lead.pk != kept.pk)]
    return Merging(
        keys=tuple(lead.pk for lead in joined),
        kept=kept.pk,
        owner=next((lead.owner_id for lead in ordered if lead.owner_id), None),
        team=next((lead.team_id for lead in ordered if lead.team_id), None),
    )


def _groups(waiting: Iterable[int]) -> list[set[int]]:
    """Each record stands in one group only."""
    of: dict[int, set[int]] = {}
    for some in chunks(list(waiting)):
        for key, same in same_open_of(Lead._base_manager.filter(pk__in=some)).items():
            group = {key}.union(same, *(of[one] for one in {key} | same if one in of))
            of |= dict.fromkeys(group, group)
    return list({id(group): group for group in of.values()}.values())
