"""What a filter of companies or people asks of their next activity, which they do not keep themselves."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.activities.models import Activity
from piste.activities.next_steps import first_steps
from piste.kernel.criteria import periods
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.fields import Part, Question, Type
from piste.kernel.criteria.parsing import read_day, unknown

Condition = Callable[[Any, Asker], Q]


def questions(noun: str) -> dict[str, Question]:
    day = Part("", gettext_lazy("Day"), Type.DATE)
    period = Part("", gettext_lazy("Period"), Type.CHOICE, lambda _user: periods.offered())
    return {
        "on": Question(gettext_lazy("on"), (day,), _read_day, _on(noun), _say_on),
        "rel": Question(gettext_lazy("within"), (period,), _read_period, _within(noun), _say_within),
        "empty": Question(gettext_lazy("is empty"), (), lambda _said: None, _nothing(noun), _say_nothing),
    }


def _read_day(said: Any) -> date:
    try:
        return read_day(None, said)
    except ValueError:
        raise unknown(said) from None


def _read_period(said: Any) -> str:
    if not isinstance(said, str) or not periods.exists(said):
        raise unknown(said)
    return said


def _on(noun: str) -> Condition:
    return lambda day, _asker: Q(pk__in=first_steps(noun).filter(due_on=day).values("thread_id"))


def _within(noun: str) -> Condition:
    def condition(period: str, asker: Asker) -> Q:
        begin, end = periods.days_of(period, asker)
        steps = first_steps(noun).filter(due_on__lt=end)
        return Q(pk__in=(steps.filter(due_on__gte=begin) if begin else steps).values("thread_id"))

    return condition


def _nothing(noun: str) -> Condition:
    return lambda _said, _asker: ~Q(pk__in=Activity.objects.open().filter(thread_noun=noun).values("thread_id"))


def _say_on(day: date, _user: Any) -> str:
    return _("Next activity on %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}


def _say_within(period: str, _user: Any) -> str:
    return _("Next activity %(period)s") % {"period": periods.said(period)}


def _say_nothing(_said: None, _user: Any) -> str:
    return _("No activity planned")
