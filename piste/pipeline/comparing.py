"""Lead records side by side, and the one they become (02.33)."""

from collections.abc import Mapping

from piste.contacts import comparing
from piste.kernel.visibility import VisibleQuerySet
from piste.pipeline.facts import fact, is_shown
from piste.pipeline.merged import PICKED, in_order, survivor_of, values_of
from piste.pipeline.models import Lead
from piste.pipeline.process import Process

SHOWN_WITH = ("stage", "team", "owner", "company", "person", "lost_reason", "recurring_plan")


class Comparison(comparing.Comparison):
    @property
    def mixes_won_and_open(self) -> bool:
        return {Lead.Outcome.OPEN, Lead.Outcome.WON} <= {lead.outcome for lead in self.ones}


def compared(leads: VisibleQuerySet, *, into: int | None = None, picked: Mapping[str, int] | None = None) -> Comparison:
    """The one that stays by the rules, unless another is named."""
    ones = in_order(leads.select_related(*SHOWN_WITH).prefetch_related("tags"))
    stays = next((lead for lead in ones if lead.pk == into), None) or survivor_of(ones)
    values = values_of(ones, stays, picked or {}, Process())
    # On a lead the stage is hidden (01.4).
    hidden = () if values["kind"] == Lead.Kind.OPPORTUNITY else ("stage",)
    facts = [fact(key) for key in PICKED if is_shown(key) and key not in hidden]
    return Comparison.of(ones, stays, values, facts, picked or {})
