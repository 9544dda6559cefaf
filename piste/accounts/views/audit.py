"""What happened in this Piste, for administrators (12.23)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from piste.accounts.doors import administrators_only
from piste.accounts.forms.audit import AuditForm
from piste.history import wording
from piste.history.labels import Labels, Line
from piste.history.models import Event
from piste.history.subjects import address
from piste.kernel.paging import sliced
from piste.ui.answers import page, part

ON_A_PAGE = 50
LINES = 8
KEY = "api_key"
DOORS = {
    "page": _("Page"),
    "api": _("API"),
    "command": _("Console"),
    "import": _("An import"),
    "job": _("In the background"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    event: Event
    sentence: str
    icon: str
    lines: list[Line]
    record: str
    url: str
    place: str


@administrators_only
def log(request: HttpRequest) -> HttpResponse:
    """Every event, newest first, narrowed by the address."""
    form = AuditForm(request.GET, by=request.user)
    events = form.events().select_related("change_set__by")
    found = sliced(events, order=["-at", "-id"], cursor=request.GET.get("cursor", ""), limit=ON_A_PAGE)
    labels = Labels(found.rows, request.user)
    labels.rows[KEY] |= {event.change_set.key for event in found.rows} - {None}
    asked = request.GET.copy()
    asked["cursor"] = found.following
    context = {
        "form": form,
        "entries": [_entry(event, labels) for event in found.rows],
        "following": f"?{asked.urlencode()}" if found.following else "",
    }
    if request.htmx and request.GET.get("cursor"):
        return part(request, "accounts/_audit.html", context)
    return page(request, "accounts/audit.html", context)


def _entry(event: Event, labels: Labels) -> Entry:
    return Entry(
        event=event,
        sentence=labels.sentence(event),
        icon=wording.of(event.name).icon,
        lines=labels.lines(event, everything=True)[:LINES],
        record=labels.thread(event),
        url=address(event.thread_noun, event.thread_id),
        place=_place(event, labels),
    )


def _place(event: Event, labels: Labels) -> str:
    """Where from: the door, the key and the network address; of a sign-in the address and the device."""
    act, told = event.change_set, event.facts
    if device := told.get("device"):
        return " · ".join(filter(None, [told.get("address"), device]))
    key = labels.name(KEY, act.key) if act.key else ""
    return " · ".join(filter(None, [str(DOORS.get(act.via, act.via)), key, act.address]))
