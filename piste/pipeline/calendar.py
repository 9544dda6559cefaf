"""The filtered records on the days of a month, by expected closing or by next activity (14.5)."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from piste.activities.states import state_of
from piste.finding.calendar import Month
from piste.kernel.clock import now
from piste.pipeline.cards import Row
from piste.pipeline.filters import Filter
from piste.pipeline.models import Lead


class By(TextChoices):
    CLOSING = "closing", _("Expected closing")
    NEXT = "next", _("Next activity")


PATHS = {By.CLOSING: "expected_closing", By.NEXT: "next_activity__due_on"}


class Item(NamedTuple):
    """What a day shows of a record."""

    id: int
    title: str
    customer: str
    outcome: str
    icon: str
    urgency: str


@dataclass(frozen=True)
class Calendar:
    """A month of the records that fit the filter, as one user sees them."""

    month: Month
    by: By
    items: dict[int, Item]

    @classmethod
    def of(cls, user, filter: Filter, by: By, day: date) -> "Calendar":
        month = Month(filter.leads(user, whole=True), PATHS[by], day)
        rows = Lead.objects.visible_to(user).filter(pk__in=month.keys)
        names = [name for name in Row._fields if name != "by"]
        found = [Row(*row, by=None) for row in rows.values_list(*names)]
        return cls(month, by, {row.id: _item(row, by) for row in found})


def _item(row: Row, by: By) -> Item:
    step = by == By.NEXT
    icon = row.next_activity__type__icon or "" if step else ""
    return Item(row.id, row.title, row.customer, row.outcome, icon, str(state_of(row.next_due, now())) if step else "")
