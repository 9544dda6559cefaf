"""Records of lower rooms by what is planned on them: on the days of their next activity, and as a matrix."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from piste.accounts.doors import sales_only
from piste.activities.lines import lines
from piste.activities.models import Activity
from piste.activities.next_steps import next_steps, without_step
from piste.activities.views.matrix import Row
from piste.activities.views.matrix import matrix as drawn
from piste.finding import places
from piste.finding.views import calendars
from piste.finding.views.calendars import Asked, By, Item
from piste.finding.views.frames import Frame
from piste.history.subjects import address, model_of
from piste.kernel.paging import Slice, sliced
from piste.ui.formats import number

ON_A_PAGE = 50
# Where those begin on which nothing is planned.
REST = "rest."


@sales_only
def calendar(request: HttpRequest, noun: str) -> HttpResponse:
    place = _place(noun)
    rows = place.rows(request.user, request.GET)
    frame = Frame(request, noun, place.params(request.user, request.GET), "calendar")
    following = By(
        label=_("Next activity"),
        rows=next_steps(noun, rows),
        path="due_on",
        items=partial(_items, request.user),
        count=partial(_count, noun),
        rest_of=lambda day: frame.list_of({"f": "next_activity", "op": "on", "v": day.isoformat()}),
        move=reverse("activities:to_day", args=[0]),
    )
    asked = Asked.of(request, {"next": following})
    around = replace(frame, own=asked.own())
    return calendars.calendar(
        request,
        asked,
        address=lambda own: around.address(**own),
        nouns=f"activity {noun}",
        frame=around.context() | {"drawn": "calendar"},
    )


@sales_only
def matrix(request: HttpRequest, noun: str) -> HttpResponse:
    """Ordered by the oldest deadline; records without any come last."""
    place, cursor = _place(noun), request.GET.get("cursor", "")
    records = place.rows(request.user, request.GET)
    found = page(noun, records, cursor)
    shown = model_of(noun)._default_manager.visible_to(request.user).in_bulk(found.rows)
    rows = [Row(key, str(shown[key]), "", address(noun, key)) for key in found.rows if key in shown]
    around = Frame(request, noun, place.params(request.user, request.GET), "matrix")
    frame = around.context() | {
        "called": capfirst(str(model_of(noun)._meta.verbose_name)),
        "everything": around.path,
        "drawn": "matrix",
    }
    return drawn(request, noun, rows, here=around.address(), following=found.following, frame=frame)


def page(noun: str, records: Any, cursor: str) -> Slice:
    """The keys of a page: first the records on which something is planned, then the others."""
    keys: list[int] = []
    if not cursor.startswith(REST):
        steps = next_steps(noun, records).values("due", "id", "thread_id")
        found = sliced(steps, order=["due", "id"], cursor=cursor, limit=ON_A_PAGE)
        keys = [row["thread_id"] for row in found.rows]
        if found.following:
            return Slice(keys, found.following)
        cursor = REST
    left = without_step(noun, records).values("name_key", "id")
    found = sliced(left, order=["name_key", "id"], cursor=cursor.removeprefix(REST), limit=ON_A_PAGE)
    return Slice([*keys, *(row["id"] for row in found.rows)], f"{REST}{found.following}" if found.following else "")


def _place(noun: str) -> places.Place:
    found = places.place(noun)
    if found is None:
        raise LookupError(noun)
    return found


def _items(user: Any, keys: list[int]) -> dict[int, Item]:
    found = Activity.objects.visible_to(user).filter(pk__in=keys).select_related("type", "assignee")
    return {
        one.activity.pk: Item(
            one.record.title, str(one.activity), one.record.url, one.activity.type.icon, str(one.urgency)
        )
        for one in lines(found, user)
        if one.record
    }


def _count(noun: str, count: int) -> str:
    meta = model_of(noun)._meta
    return f"{number(count)} {meta.verbose_name if count == 1 else meta.verbose_name_plural}"
