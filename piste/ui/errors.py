"""Pages for what went wrong: what happened, why, and what to do, with a search box to go on."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from piste.ui import answers

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(
        request, 400, _("This request was not understood."), _("Go back, reload the page and try once more.")
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403, _("This is not open to you."), _("Ask an administrator if you need it."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(
        request,
        403,
        _("This page was too old to be sent."),
        _("Reload it and send it again. If this happens each time, allow cookies for this site."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(
        request,
        404,
        _("There is nothing here, or it is not shared with you."),
        _("It may have been moved or deleted. Search for it, or go back."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither the database nor the user; the reference is in the log beside the trace."""
    reference = secrets.token_hex(4)
    logger.exception(
        "Server error %s at %s %s", reference, request.method, request.path, extra={"reference": reference}
    )
    message = _("Something went wrong here. Your typed text is kept.")
    advice = _("Try once more. If it happens again, tell your administrator this reference: %(reference)s.") % {
        "reference": reference
    }
    if getattr(request, "htmx", False):
        return answers.say(HttpResponse(status=500), f"{message} {advice}", tone="refused")
    return HttpResponse(render_to_string("ui/server_error.html", {"message": message, "advice": advice}), status=500)


def _answer(request: HttpRequest, status: int, message: str, advice: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        return answers.say(HttpResponse(status=status), message, tone="refused")
    return render(request, "ui/error.html", {"message": message, "advice": advice, "number": status}, status=status)
