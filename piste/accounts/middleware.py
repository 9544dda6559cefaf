"""Who asks, in which language and time zone; and the set-up page while there is nobody yet."""

import zoneinfo
from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from piste.accounts import sessions, setup
from piste.accounts.models import Site, User
from piste.kernel import clock
from piste.ui import answers, keys, place

GetResponse = Callable[[HttpRequest], HttpResponse]


class PlaceMiddleware:
    """Language, time zone and site of the request; the browser's language for whoever is not signed in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.site = Site.current()
        # The user himself instead of Django's lazy stand-in: verbs lock rows by their class.
        request.user = user = get_user(request)
        if user.is_authenticated:
            language, zone, own = user.language, user.time_zone, user.keys
            user.network_address = sessions.address_of(request)
            _keep_signed_in(request, user)
        else:
            language, zone, own = _asked_language(request), request.site.time_zone, {}
        key = request.session.session_key
        zoned = timezone.override(_zone(zone))
        with place.at(request.site), keys.at(own), translation.override(language), zoned:
            response = self.get_response(request)
            sessions.follow(request, key)
        response.headers.setdefault("Content-Language", language)
        return _said_if_signed_out(request, response)


class SetUpMiddleware:
    """While there is no user at all, every page leads to the set-up page (15.2)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Somebody signed in is proof enough; the database is asked for strangers only.
        if not request.user.is_authenticated and setup.is_needed(request.site):
            page = reverse("accounts:set_up")
            if request.path != page:
                return HttpResponseRedirect(page)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Whose role needs a second factor sets it up first; until then no other page opens (12.13)."""

    OPEN = ("mfa_", "account_", "ui:")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or user.role not in request.site.second_factor_roles:
            return None
        route = request.resolver_match.view_name if request.resolver_match else ""
        if route.startswith(self.OPEN) or is_mfa_enabled(user):
            return None
        messages.warning(request, _("Your role needs a second factor. Set it up to go on."))
        return answers.moved_on(request, "mfa_activate_totp")


def _asked_language(request: HttpRequest) -> str:
    asks = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or "Accept-Language" in request.headers
    return translation.get_language_from_request(request) if asks else request.site.language


def _zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone, or UTC when this machine no longer knows it."""
    try:
        return zoneinfo.ZoneInfo(name)
    except zoneinfo.ZoneInfoNotFoundError:
        return zoneinfo.ZoneInfo("UTC")


def _keep_signed_in(request: HttpRequest, user: User) -> None:
    """A session ends after 14 days without use (12.16); one write a day keeps it."""
    today = clock.now().date().isoformat()
    used_on = request.session.get("used_on") or (user.last_login and user.last_login.date().isoformat())
    if used_on != today:
        request.session["used_on"] = today
        sessions.keep(request)


def _said_if_signed_out(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A part of a page cannot become the sign-in page: the page is told, and keeps what is typed in it (14.B2)."""
    if response.status_code != 302 or not getattr(request, "htmx", False):
        return response
    if urlsplit(response["Location"]).path != resolve_url(settings.LOGIN_URL):
        return response
    return trigger_client_event(HttpResponse(status=401), "signedOut", {})
