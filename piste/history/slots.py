from datetime import timedelta

from django.http import HttpRequest
from django.utils.safestring import SafeString

from piste.history.models import Event
from piste.kernel.clock import now
from piste.ui import answers, slots

# What happened while the page was being made is told again, rather than missed.
OVERLAP = timedelta(seconds=2)


@slots.fill("live.after")
def live_after(request: HttpRequest) -> str:
    return str(Event.objects.newest(before=now() - OVERLAP))


@slots.fill("menu.user", order=20)
def my_acts(request: HttpRequest) -> SafeString | None:
    return answers.render_part(request, "history/_menu.html") if request.user.may_write else None


@slots.fill("bar.top", order=90)
def undo_key(request: HttpRequest) -> SafeString | None:
    return answers.render_part(request, "history/_undo_key.html") if request.user.may_write else None
