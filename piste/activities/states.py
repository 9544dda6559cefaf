"""How urgent an open activity is, in any zone.

`due` is the instant at which its day begins for the assignee. It is overdue when `due` + 1 day <= now, today when
`due` <= now, else planned. A record without open activity has none (03.7).
"""

from datetime import datetime, timedelta

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from piste.kernel import clock

DAY = timedelta(days=1)


class Urgency(TextChoices):
    OVERDUE = "overdue", _("Overdue")
    TODAY = "today", _("Today")
    PLANNED = "planned", _("Planned")
    NONE = "none", _("No next step")


def state_of(due: datetime | None, now: datetime | None = None) -> Urgency:
    """The urgency of one due instant; of none, `none`."""
    now = now or clock.now()
    if due is None:
        return Urgency.NONE
    if due + DAY <= now:
        return Urgency.OVERDUE
    return Urgency.TODAY if due <= now else Urgency.PLANNED


def within(state: str, now: datetime, field: str = "due") -> Q:
    """The same as a filter; `field` names the column that holds the due instant, `next_due` of a record."""
    if state == Urgency.OVERDUE:
        return Q(**{f"{field}__lte": now - DAY})
    if state == Urgency.TODAY:
        return Q(**{f"{field}__gt": now - DAY, f"{field}__lte": now})
    if state == Urgency.PLANNED:
        return Q(**{f"{field}__gt": now})
    return Q(**{field: None})
