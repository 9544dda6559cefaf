"""The board's totals follow every change of a lead record."""

from decimal import Decimal
from typing import cast

from django.db.models import Model

from piste.history import events
from piste.history.models import Event, Subject
from piste.kernel.money import weighted
from piste.pipeline import totals
from piste.pipeline.models import Lead

COUNTED = {"stage", "team", "owner", "kind", "archived", "deleted_at", "outcome", "expected_revenue", "probability"}


@events.on("lead.*")
def follow(told: list[Event]) -> None:
    before, after = [], []
    for event in told:
        if event.name == "lead.created":
            after.append(_standing(event.row))
        elif COUNTED & event.changes.keys():
            before.append(_standing(event.row, event.changes))
            after.append(_standing(event.row))
    if before or after:
        totals.shift(before, after)


def _standing(lead: Subject | None, changes: dict | None = None) -> totals.Standing:
    """How the record counts, or how it counted before these changes."""

    def of(name: str):
        if changes and name in changes:
            return changes[name][0]
        value = Lead._meta.get_field(name).value_from_object(cast("Lead", lead))
        return value.pk if isinstance(value, Model) else value

    revenue = of("expected_revenue") or Decimal(0)
    counts = (
        of("kind") == Lead.Kind.OPPORTUNITY
        and of("outcome") != Lead.Outcome.LOST
        and not of("archived")
        and of("deleted_at") is None
    )
    key = (of("stage"), of("team"), of("owner"), lead.next_due)
    return totals.Standing(key, counts, revenue, weighted(revenue, of("probability")))
