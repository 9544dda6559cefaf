"""What the palette understands about planning: "call tomorrow 9" on the record on which one is."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.activities.models import ActivityType
from piste.activities.spoken import Spoken, spoken
from piste.finding.palette import Command, Sentence
from piste.history.subjects import may_see, timelines
from piste.kernel.clock import today
from piste.kernel.normal import plain
from piste.ui import formats, slots

# How people call the acts, besides the names of the types.
SAID: dict[str, tuple[str, ...]] = {
    ActivityType.Action.CALL: ("call", "ring", "phone", "appeler", "appel", "rappeler"),
    ActivityType.Action.EMAIL: ("mail", "email", "e-mail", "write", "ecrire"),
    ActivityType.Action.MEETING: ("meet", "meeting", "visit", "rencontrer", "rendez-vous", "rdv", "reunion"),
}
OFFERED = 3


@slots.fill("palette", order=20)
def planning(request: HttpRequest, sentence: Sentence) -> list[Command]:
    """The user's own day and zone decide what tomorrow is."""
    noun, key = sentence.noun, sentence.key
    if noun not in timelines() or not request.user.may_write or not may_see(request.user, noun, key):
        return []
    url = reverse("activities:plan", args=[noun, key])
    if not sentence.words:
        return [Command(_("Plan an activity"), url, icon="calendar", asks=True, key="plan")]
    said = spoken(sentence.typed, today(request.user))
    if said.day is None:
        return []
    types = [type for type in ActivityType.objects.current() if type.fits(noun) and _means(said.what, type)]
    return [_plan(request, type, said, said.day, url) for type in types[:OFFERED]]


def _means(words: str, type: ActivityType) -> bool:
    first = words.split(" ")[0]
    names = [plain(name) for name in (type.name_en, type.name_fr) if name]
    return bool(first) and (first in SAID.get(type.action, ()) or any(words.startswith(name) for name in names))


def _plan(request: HttpRequest, type: ActivityType, said: Spoken, day: date, url: str) -> Command:
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
    return Command(label, url, icon=type.icon, values=values)
