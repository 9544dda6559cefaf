"""A verb's "no" becomes an answer; every answer carries its security policy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django_htmx.http import reswap, trigger_client_event

from piste.kernel.refusals import Refused
from piste.ui import answers, assets, errors

CONFLICT = 409
GetResponse = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """Refused, turned once for every HTML door: a toast for htmx, a page for the rest."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Django's own answer is empty, for which browsers show a page of theirs.
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return errors.only_sent(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if not request.htmx:
            return render(request, "ui/refused.html", {"message": exception.message}, status=CONFLICT)
        response = reswap(HttpResponse(status=CONFLICT), "none")
        trigger_client_event(response, "refused", {"message": exception.message, "field": exception.field})
        return answers.say(response, exception.message, tone="refused")


class SecurityHeadersMiddleware:
    """Only our own files run and style a page; nobody frames it. A door may set a policy of its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy())
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        return response


def policy() -> str:
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'sha256-{assets.import_map_hash()}'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
