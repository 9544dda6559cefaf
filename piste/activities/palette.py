"""What the palette understands about planning: "call tomorrow 9" on the record on which one is."""

import re
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.activities.models import Activity, ActivityType
from piste.activities.spoken import Spoken, spoken
from piste.finding.palette import Command, Sentence
from piste.finding.phrases import ASSIGN
from piste.history.subjects import may_see, timelines
from piste.kernel.clock import today
from piste.ui import formats, slots

# How people call the acts, besides the names of the types.
SAID: dict[str, tuple[str, ...]] = {
    ActivityType.Action.CALL: ("call", "ring", "phone", "appeler", "appel", "rappeler"),
    ActivityType.Action.EMAIL: ("mail", "email", "e-mail", "write", "ecrire"),
    ActivityType.Action.MEETING: ("meet", "meeting", "visit", "rencontrer", "rendez-vous", "rdv", "reunion"),
}
DONE = re.compile(r"^(?:done|mark (?:as )?done|faite?s?|terminee?s?)$")
PUT_OFF = re.compile(r"^(?:put off|postpone|snooze|reporter|repousser)\b")
OFFERED = 3


@slots.fill("palette", order=20)
def planning(request: HttpRequest, sentence: Sentence) -> list[Command]:
    """The user's own day and zone decide what tomorrow is."""
    noun, key = sentence.noun, sentence.key
    if noun not in timelines() or not request.user.may_write:
        return []
    if not (may_see(request.user, noun, key) if sentence.is_about_one else sentence.count and sentence.words):
        return []
    url = reverse("activities:plan", args=[noun, key]) if sentence.is_about_one else ""
    if not sentence.words:
        return [Command(_("Plan an activity"), url, icon="calendar", asks=True, key="plan")]
    said = spoken(sentence.typed, today(request.user))
    if said.day is None:
        return []
    types = [type for type in ActivityType.objects.current() if type.fits(noun) and _means(said.what, type)]
    return [command for type in types[:OFFERED] for command in _plan(request, type, said, said.day, url, sentence)]


@slots.fill("palette", order=21)
def on_activities(request: HttpRequest, sentence: Sentence) -> list[Command]:
    """Activities that are selected: done, put off to friday, assign to Ana."""
    if sentence.noun != Activity.noun or not sentence.count or not request.user.may_write:
        return []
    words = sentence.words
    if DONE.match(words):
        return sentence.does("done", _("Done"), "done")
    if named := ASSIGN.match(words):
        people = User.objects.visible_to(request.user).active().matching(named[1]).order_by("name", "id")[:OFFERED]
        label = _("Assign to %(name)s")
        return [
            command
            for user in people
            for command in sentence.does("reassign", label % {"name": user}, "person", assignee=str(user.pk))
        ]
    later = PUT_OFF.match(words)
    if later and (day := spoken(sentence.typed, today(request.user)).day):
        label = _("Put off to %(day)s") % {"day": formats.day(day)}
        return sentence.does("snooze", label, "snooze", until=day.isoformat())
    return []


def _means(words: str, type: ActivityType) -> bool:
    first = words.split(" ")[0]
    return bool(first) and (first in SAID.get(type.action, ()) or any(map(words.startswith, type.plain_names)))


def _plan(
    request: HttpRequest, type: ActivityType, said: Spoken, day: date, url: str, sentence: Sentence
) -> list[Command]:
    moment = formats.day(day) + (f" {said.hour:%H:%M}" if said.hour else "")
    values = {
        "type": str(type.pk),
        "summary": type.summary,
        "instructions": type.instructions,
        "due_on": day.isoformat(),
        "due_time": f"{said.hour:%H:%M}" if said.hour else "",
        "assignee": str(request.user.pk),
    }
    label = _("Plan: %(type)s, %(moment)s") % {"type": type, "moment": moment}
    if not url:
        return sentence.does("plan", label, type.icon, **values)
    return [Command(label, url, icon=type.icon, values=values)]
