"""By-hand order of the cards in a column (01.15)."""

from piste.kernel import ranks
from piste.kernel.bulk import update_each
from piste.kernel.paging import After
from piste.pipeline.models import Lead

NEIGHBOURS = 32


def rank_beside(lead: Lead, stage_id: int, above: Lead | None, below: Lead | None) -> float:
    """The rank that puts the record between two cards of the column. One is enough: cards that the mover did not
    see may follow it. One that left the column meanwhile counts as not named.
    """
    above, below = (one if one and one.stage_id == stage_id else None for one in (above, below))
    if above and not below:
        below = _beside(lead, above, after=True)
    elif below and not above:
        above = _beside(lead, below, after=False)
    if not above and not below:
        return lead.rank
    return _between(above, below)


def _beside(lead: Lead, card: Lead, *, after: bool) -> Lead | None:
    """The card that stands next to another one, the record itself left out."""
    others = Lead.objects.board().filter(stage_id=card.stage_id).exclude(pk=lead.pk)
    beyond = others.filter(After(["rank", "id"], [card.rank, card.pk], descending=not after))
    return beyond.order_by(*(["rank", "id"] if after else ["-rank", "-id"])).first()


def _between(above: Lead | None, below: Lead | None) -> float:
    """A rank between two cards; when no number is left between them, their neighbours are spread first."""
    rank = ranks.between(above.rank if above else None, below.rank if below else None)
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
