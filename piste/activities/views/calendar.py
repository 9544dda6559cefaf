"""Activities on the days on which they are due, and the door that puts one on another day."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from piste.activities.answers import acted
from piste.activities.filters import Filter
from piste.activities.lines import lines
from piste.activities.models import Activity
from piste.activities.verbs import planning
from piste.finding.views import calendars
from piste.finding.views.calendars import Asked, By, Item, day_sent
from piste.finding.views.frames import Frame
from piste.kernel.criteria.parsing import both, parse, text
from piste.ui.formats import day as shown_day
from piste.ui.formats import number


@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    filter = Filter(request.GET, request.user)

    def rest_of(day: Any) -> str:
        on_the_day = parse(Activity.noun, {"f": "deadline", "op": "on", "v": day.isoformat()})
        return filter.address(f=text(both(parse(Activity.noun, filter.f), on_the_day)))

    deadline = By(
        label=_("Deadline"),
        rows=filter.rows(),
        path="due_on",
        items=partial(_items, request.user),
        count=_count,
        rest_of=rest_of,
        move="" if filter.is_done else reverse("activities:to_day", args=[0]),
    )
    asked = Asked.of(request, {"deadline": deadline})
    around = Frame(request, Activity.noun, filter.query(), "calendar", own=asked.own())

    def chosen(**choices: str) -> str:
        """This page with another choice of the filter."""
        return replace(around, params=filter.query(**choices)).address()

    frame = around.context() | {
        "filter": filter,
        "chosen": chosen,
        "tabs_part": "activities/_calendar_tabs.html",
        "styles": ["activities/mine.css"],
        "drawn": "calendar",
    }
    return calendars.calendar(
        request, asked, address=lambda own: around.address(**own), nouns=Activity.noun, frame=frame
    )


@require_POST
@login_required
def to_day(request: HttpRequest, pk: int) -> HttpResponse:
    """The activity on another day."""
    activity = get_object_or_404(Activity.objects.editable_by(request.user).select_related("type", "assignee"), pk=pk)
    day = day_sent(request)
    planning.edit(activity, by=request.user, due_on=day)
    return acted(request, activity, _("%(title)s: %(day)s") % {"title": activity, "day": shown_day(day, "weekday")})


def _items(user: Any, keys: list[int]) -> dict[int, Item]:
    found = Activity.objects.visible_to(user).filter(pk__in=keys).select_related("type", "assignee")
    return {one.activity.pk: _item(one) for one in lines(found, user)}


def _item(line: Any) -> Item:
    activity, record = line.activity, line.record
    url = record.url if record else reverse("activities:acts", args=[activity.pk])
    tone = str(line.urgency) if activity.is_open else ""
    return Item(str(activity), record.title if record else "", url, activity.type.icon, tone)


def _count(count: int) -> str:
    return ngettext("%(n)s activity", "%(n)s activities", count) % {"n": number(count)}
