"""How doors answer about an act that the worker does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from piste.history import jobs
from piste.history.models import LongAct
from piste.ui import answers


def begun(request: HttpRequest, act: LongAct) -> HttpResponse:
    """Queues it. The page shows how far it is wherever one goes; without a script its own page does."""
    jobs.carry_out.enqueue(act.pk)
    if not request.htmx:
        return redirect(act)
    return answers.nothing(events={"closeDialog": {}, "longAct": {"url": act.get_absolute_url()}})
