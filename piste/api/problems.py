"""Errors as problem details (RFC 9457), in the language that the caller asked for."""

import logging
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as BadRequestError

from piste.api.auth import NotAuthenticated
from piste.kernel.refusals import Refused

log = logging.getLogger(__name__)


def problem(api: NinjaAPI, request: HttpRequest, status: int, title: str, **more: Any) -> HttpResponse:
    response = api.create_response(
        request, {"type": "about:blank", "status": status, "title": title, **more}, status=status
    )
    response["Content-Type"] = "application/problem+json"
    return response


def answer_with_problems(api: NinjaAPI) -> None:
    """Turns what goes wrong into problems, once for every route."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        fields = {"errors": [{"field": error.field, "message": error.message}]} if error.field else {}
        return problem(api, request, 409, error.message, code="refused", **fields)

    @api.exception_handler(BadRequestError)
    def bad_request(request: HttpRequest, error: BadRequestError) -> HttpResponse:
        errors = [{"field": _place(one["loc"]), "message": one["msg"]} for one in error.errors]
        return problem(api, request, 422, _("The request is not valid."), code="invalid", errors=errors)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [{"field": "", "message": message} for message in error.messages]
        return problem(api, request, 422, _("The request is not valid."), code="invalid", errors=errors)

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(api, request, 404, _("Not found."), code="not_found")

    @api.exception_handler(PermissionDenied)
    def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return problem(api, request, 403, str(error) or _("You may not do this."), code="forbidden")

    @api.exception_handler(NotAuthenticated)
    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: Exception) -> HttpResponse:
        own = str(error) if isinstance(error, NotAuthenticated) else ""
        answer = problem(api, request, 401, own or _("Send a key: Authorization: Bearer …"), code="not_authenticated")
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(api, request, error.status_code, error.message, code="error")

    @api.exception_handler(Exception)
    def crashed(request: HttpRequest, error: Exception) -> HttpResponse:
        reference = uuid.uuid4().hex[:12]
        log.exception("api request failed", extra={"reference": reference})
        return problem(api, request, 500, _("Something went wrong here."), code="server_error", reference=reference)


def _place(path: tuple) -> str:
    """`("body", "said", "title")` -> `title`: where in the request, without the name of our parameter."""
    return ".".join(str(step) for step in path[2:] or path[1:])
