"""By-hand order of the cards in a column (01.15)."""

from piste.kernel import ranks
from piste.kernel.bulk import update_each
from piste.pipeline.models import Lead

NEIGHBOURS = 32


def rank_between(above: Lead | None, below: Lead | None) -> float:
    """A rank between two cards; when no number is left between them, their neighbours are spread first."""
    rank = ranks.between(above and above.rank, below and below.rank)
    if rank is None and above and below:
        _spread_around(above)
        above.refresh_from_db(fields=["rank"])
        below.refresh_from_db(fields=["rank"])
        rank = ranks.between(above.rank, below.rank)
    return above.rank if rank is None else rank


def _spread_around(lead: Lead) -> None:
    column = Lead.objects.board().filter(stage_id=lead.stage_id)
    before = list(column.filter(rank__lt=lead.rank).order_by("-rank", "-id")[: NEIGHBOURS + 1])[::-1]
    same = list(column.filter(rank=lead.rank).order_by("id"))
    after = list(column.filter(rank__gt=lead.rank).order_by("rank", "id")[: NEIGHBOURS + 1])
    first = before.pop(0).rank if len(before) > NEIGHBOURS else None
    last = after.pop().rank if len(after) > NEIGHBOURS else None
    cards = [*before, *same, *after]
    for card, rank in zip(cards, ranks.spread(len(cards), first, last), strict=True):
        card.rank = rank
    update_each(cards, ["rank"])
