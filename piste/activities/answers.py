"""What a door of this room answers after an act: a toast with Undo, and the news for the parts that show it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from piste.activities.models import Activity
from piste.activities.records import records_of
from piste.ui import answers


def news(noun: str, keys: list[int]) -> dict[str, Any]:
    """The events that tell the page whose activities changed."""
    about = {"noun": noun, "id": keys[0], "ids": keys}
    return {"activity-changed": about, f"{noun}-changed": about}


def acted(request: HttpRequest, activity: Activity, said: str, *, closes_dialog: bool = True) -> HttpResponse:
    """Nothing new to draw here: the parts that listen draw themselves. Without htmx, back to the list or the record."""
    undo = activity.last_act
    if not request.htmx:
        record = records_of([activity], request.user).get(activity.thread)
        page = answers.came_from(request, record.url if record else reverse("activities:my_day"))
        return answers.moved_on(request, page, said=said, undo=undo)
    events = news(activity.thread_noun, [activity.thread_id])
    return answers.nothing(said=said, undo=undo, events=events | ({"closeDialog": {}} if closes_dialog else {}))
