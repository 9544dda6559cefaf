from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.safestring import SafeString

from piste.history import acts
from piste.history.models import Event
from piste.kernel.clock import now
from piste.kernel.prepared import prepared
from piste.ui import answers, slots

# What happened while the page was being made is told again, rather than missed.
OVERLAP = timedelta(seconds=2)
LISTED = 5


@slots.fill("live.after")
def live_after(request: HttpRequest) -> str:
    return str(next(iter(_newest(now() - OVERLAP)), 0))


@prepared
def _newest(before: datetime) -> QuerySet:
    # Not by the plain column: SQLite would put all that its index finds in order, for the first of them.
    rows = Event.objects.alias(told_at=Coalesce("at", "at")).filter(told_at__lt=before)
    return rows.order_by("-id").values_list("id", flat=True)[:1]


@slots.fill("menu.user", order=20)
def my_acts(request: HttpRequest) -> SafeString | None:
    return answers.render_part(request, "history/_menu.html") if request.user.may_write else None


@slots.fill("bar.top", order=90)
def undo_key(request: HttpRequest) -> SafeString | None:
    return answers.render_part(request, "history/_undo_key.html") if request.user.may_write else None


@slots.fill("error.below", order=10)
def last_records(request: HttpRequest) -> SafeString | None:
    """Where somebody may want to go who came to nothing (14.B4)."""
    found = acts.last_records(request.user, LISTED)
    return answers.render_part(request, "history/_last_records.html", {"acts": found}) if found else None


@slots.fill("frame.end", order=10)
def long_acts(request: HttpRequest) -> SafeString | None:
    """The place of what the worker does for this person (14.11)."""
    return answers.render_part(request, "history/_long_acts.html") if request.user.may_write else None
