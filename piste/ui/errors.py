"""Pages for what went wrong: what happened, why, and what to do, with a search box to go on."""

import logging
import secrets
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from piste.kernel.failures import Passing, passing
from piste.ui import answers

logger = logging.getLogger(__name__)

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
UNAVAILABLE = 503
TRY_AGAIN_AFTER = 10  # seconds


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # The frame of the page asks for it again, and it may be what could not be read.
    request.GET = QueryDict()
    if isinstance(exception, TOO_MUCH):
        return _answer(request, 400, _("That was too much at once."), _("Send fewer files or less text at a time."))
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


def only_sent(request: HttpRequest, refused: HttpResponseNotAllowed) -> HttpResponse:
    """For an address that does something and shows nothing: as after a sign-in that came in between."""
    response = _answer(
        request,
        refused.status_code,
        _("This address only takes what a button sends."),
        _("Nothing was changed. Go back, and press the button there once more."),
    )
    response["Allow"] = refused["Allow"]
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither the database nor the user; the reference is in the log beside the trace."""
    # Who asks is not known when the very first question to the database failed.
    language = (
        translation.get_language() if hasattr(request, "site") else translation.get_language_from_request(request)
    )
    with translation.override(language):
        return _server_error(request)


def _server_error(request: HttpRequest) -> HttpResponse:
    error = sys.exc_info()[1]
    if failure := passing(error):
        logger.error("%s at %s %s: %s", failure.name, request.method, request.path, error)
        return _back_soon(request, failure)
    reference = secrets.token_hex(4)
    logger.exception(
        "Server error %s at %s %s", reference, request.method, request.path, extra={"reference": reference}
    )
    message = _("Something went wrong here. Your typed text is kept.")
    advice = _("Try once more. If it happens again, tell your administrator this reference: %(reference)s.") % {
        "reference": reference
    }
    return _without_database(request, 500, message, advice)


def reason(failure: Passing) -> str:
    """What is said of a failure that passes."""
    return {
        Passing.AWAY: _("Piste cannot reach its database at the moment."),
        Passing.NO_ROOM: _("There is no room left on the disk of this Piste."),
    }[failure]


def _back_soon(request: HttpRequest, failure: Passing) -> HttpResponse:
    """Nothing that was acknowledged is lost (15.B3)."""
    advice = {
        Passing.AWAY: _("What was saved is safe, your typed text is kept. Try once more in a moment."),
        Passing.NO_ROOM: _("Nothing was changed. Tell your administrator that the disk is full."),
    }[failure]
    title = _("Back soon") if failure is Passing.AWAY else ""
    response = _without_database(request, UNAVAILABLE, reason(failure), advice, title=title)
    response["Retry-After"] = str(TRY_AGAIN_AFTER)
    return response


def _without_database(request: HttpRequest, status: int, message: str, advice: str, *, title: str = "") -> HttpResponse:
    if "HX-Request" in request.headers:
        return answers.say(HttpResponse(status=status), f"{message} {advice}", tone="refused")
    told = {"title": title or _("Something went wrong"), "message": title or message}
    told["advice"] = f"{message} {advice}" if title else advice
    told["again"] = request.get_full_path() if status == UNAVAILABLE and request.method == "GET" else "/"
    return HttpResponse(render_to_string("ui/server_error.html", told), status=status)


def _answer(request: HttpRequest, status: int, message: str, advice: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        return answers.say(HttpResponse(status=status), message, tone="refused")
    return render(request, "ui/error.html", {"message": message, "advice": advice, "number": status}, status=status)
