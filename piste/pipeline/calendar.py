"""The dates that the filtered records stand on: expected closing, or next activity (14.5)."""

from datetime import date
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from piste.activities.states import state_of
from piste.finding.views.calendars import By, Item
from piste.kernel.clock import now
from piste.kernel.criteria.parsing import both, parse, text
from piste.pipeline.cards import Row
from piste.pipeline.filters import Filter
from piste.pipeline.models import Lead
from piste.ui.formats import number

CLOSING, NEXT = "closing", "next"


def dates(user, filter: Filter) -> dict[str, By]:
    rows, move = filter.leads(user, whole=True), reverse("pipeline:to_day", args=[0])
    closing = By(
        label=_("Expected closing"),
        rows=rows,
        path="expected_closing",
        items=partial(_items, user, False),
        count=partial(_count, filter),
        rest_of=partial(_rest_of, filter, "expected_closing"),
        move=move,
    )
    following = By(
        label=_("Next activity"),
        rows=rows,
        path="next_activity__due_on",
        items=partial(_items, user, True),
        count=partial(_count, filter),
        rest_of=partial(_rest_of, filter, "next_deadline"),
        move=move,
    )
    # When a lead closes is not asked of it (02.6).
    return {NEXT: following} if filter.of_leads else {CLOSING: closing, NEXT: following}


def _items(user, by_step: bool, keys: list[int]) -> dict[int, Item]:
    names = [name for name in Row._fields if name != "by"]
    rows = Lead.objects.visible_to(user).filter(pk__in=keys).values_list(*names)
    return {row.id: _item(row, by_step) for row in (Row(*one, by=None) for one in rows)}


def _item(row: Row, by_step: bool) -> Item:
    url = reverse("pipeline:lead", args=[row.id])
    if not by_step:
        return Item(row.title, row.customer, url, tone=row.outcome)
    return Item(row.title, row.customer, url, row.next_activity__type__icon or "", str(state_of(row.next_due, now())))


def _rest_of(filter: Filter, field: str, day: date) -> str:
    """The list of what stands on that day."""
    on_the_day = both(filter.conditions, parse(Lead.noun, {"f": field, "op": "on", "v": day.isoformat()}))
    return reverse("pipeline:leads") + filter.query(f=text(on_the_day))


def _count(filter: Filter, count: int) -> str:
    if filter.of_leads:
        return ngettext("%(n)s lead", "%(n)s leads", count) % {"n": number(count)}
    return ngettext("%(n)s opportunity", "%(n)s opportunities", count) % {"n": number(count)}
