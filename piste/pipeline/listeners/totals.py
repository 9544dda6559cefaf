"""The board's totals follow every change of a lead record."""

from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from django.db.models import BigIntegerField, Expression, ExpressionWrapper, F, FloatField, Model, Value
from django.db.models.functions import Cast, Round

from piste.history import events
from piste.history.models import Event, Subject
from piste.kernel.money import monthly, weighted
from piste.pipeline import totals
from piste.pipeline.models import Lead, RecurringPlan

COUNTED = {
    *("stage", "team", "owner", "kind", "archived", "deleted_at", "outcome"),
    *("expected_revenue", "probability", "recurring_revenue", "recurring_plan"),
}


@events.on("lead.*")
def follow(told: list[Event]) -> None:
    before, after, plans = [], [], Plans()
    for event in told:
        if event.name == "lead.created":
            after.append(_standing(event.row, plans))
        elif COUNTED & event.changes.keys():
            before.append(_standing(event.row, plans, event.changes))
            after.append(_standing(event.row, plans))
    if before or after:
        totals.shift(before, after)


class Plans:
    """The months of each plan, asked once when a record has one."""

    @cached_property
    def months(self) -> dict[int, int]:
        return dict(RecurringPlan._base_manager.values_list("pk", "months"))

    def monthly(self, amount: Decimal | None, plan: int | None) -> Decimal:
        return monthly(amount, self.months.get(plan) if plan and amount else None) or totals.NOTHING


@events.on("recurring_plan.*")
def follow_months(told: list[Event]) -> None:
    """What a plan is worth a month follows its months, whoever changes them or takes that back."""
    for event in told:
        if "months" in event.changes and event.name != "recurring_plan.created":
            plan: Any = event.row
            recurring = Lead._base_manager.filter(recurring_plan=plan.pk, recurring_revenue__isnull=False)
            totals.revalue(recurring, monthly_recurring=_per_month(plan.months))


def _per_month(months: int) -> Expression:
    """As `money.monthly` says it, half a cent up: in whole cents, which both databases divide exactly."""
    cents = Cast(Round(F("recurring_revenue") * 100), BigIntegerField())
    per_month = ExpressionWrapper((cents * 2 + months) / (2 * months), output_field=BigIntegerField())
    return ExpressionWrapper(per_month / Value(100.0), output_field=FloatField())


def _standing(lead: Subject | None, plans: Plans, changes: dict | None = None) -> totals.Standing:
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
    recurring = plans.monthly(of("recurring_revenue"), of("recurring_plan"))
    return totals.Standing(key, counts, revenue, weighted(revenue, of("probability")), recurring)
