"""Errors as problem details (RFC 9457), in the language that the caller asked for."""

import logging
import sys
from typing import Any

import orjson
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as BadRequestError

from piste.api.auth import LacksScope, NotAuthenticated
from piste.api.limits import TooMany
from piste.api.moved import moved
from piste.api.place import PREFIX
from piste.api.requests import NoObject, UnsupportedType, current_id
from piste.api.wording import message
from piste.history.conflicts import explained
from piste.history.undo import Conflicts
from piste.kernel.failures import passing
from piste.kernel.refusals import Refused
from piste.ui import errors

log = logging.getLogger(__name__)


def problem(status: int, title: str, *, code: str, **more: Any) -> HttpResponse:
    told = {"type": "about:blank", "status": status, "title": title, "code": code, "request_id": current_id()}
    return HttpResponse(orjson.dumps(told | more), status=status, content_type="application/problem+json")


def invalid(*errors: tuple[str, str]) -> HttpResponse:
    """Names the fields with what is wrong in each."""
    told = [{"field": field, "message": message} for field, message in errors]
    return problem(422, _("The request is not valid."), code="invalid", errors=told)


def not_found() -> HttpResponse:
    return problem(404, _("Not found."), code="not_found")


def not_allowed(allowed: str) -> HttpResponse:
    response = problem(405, _("This address does not know that method."), code="method_not_allowed")
    response["Allow"] = allowed
    return response


def broken(error: BaseException | None) -> HttpResponse:
    if failure := passing(error):
        log.error("%s: %s", failure.name, error, extra={"request_id": current_id()})
        response = problem(errors.UNAVAILABLE, errors.reason(failure), code=failure.name.lower())
        response["Retry-After"] = str(errors.TRY_AGAIN_AFTER)
        return response
    log.error("api request failed", exc_info=error, extra={"request_id": current_id()})
    return problem(500, _("Something went wrong here."), code="server_error")


def server_error(request: HttpRequest) -> HttpResponse:
    """What failed before or after a route of the API was found is a problem too."""
    return broken(sys.exc_info()[1]) if request.path_info.startswith(PREFIX) else errors.server_error(request)


def answer_with_problems(api: NinjaAPI) -> None:
    """Turns what goes wrong into problems, once for every route."""
    answer_refusals(api)
    answer_strangers(api)
    answer_damaged(api)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return moved(request) or not_found()

    @api.exception_handler(Exception)
    def crashed(request: HttpRequest, error: Exception) -> HttpResponse:
        return broken(error)


def answer_refusals(api: NinjaAPI) -> None:
    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        fields = {"errors": [{"field": error.field, "message": error.message}]} if error.field else {}
        return problem(409, error.message, code="refused", **fields)

    @api.exception_handler(Conflicts)
    def in_the_way(request: HttpRequest, error: Conflicts) -> HttpResponse:
        told = explained(error.conflicts, error.change_set, request.user)
        conflicts = [
            {"noun": one.row.noun, "id": one.row.pk, "field": one.field, "record": obstacle.record}
            | {"then": obstacle.then, "now": obstacle.now, "before": obstacle.before, "by": obstacle.by}
            for one, obstacle in zip(error.conflicts, told, strict=False)
        ]
        return problem(409, error.message, code="conflicts", conflicts=conflicts)

    @api.exception_handler(ValidationError)
    def wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        return invalid(*((field, message) for field, messages in by_field.items() for message in messages))

    @api.exception_handler(DataError)
    @api.exception_handler(OverflowError)
    def too_large(request: HttpRequest, error: Exception) -> HttpResponse:
        return invalid(("", _("A number or a text is too large.")))


def answer_strangers(api: NinjaAPI) -> None:
    @api.exception_handler(PermissionDenied)
    def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return problem(403, str(error) or _("You may not do this."), code="forbidden")

    @api.exception_handler(LacksScope)
    def lacking(request: HttpRequest, error: LacksScope) -> HttpResponse:
        return problem(403, str(error), code="lacks_scope", scope=error.scope)

    @api.exception_handler(NotAuthenticated)
    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: Exception) -> HttpResponse:
        own = str(error) if isinstance(error, NotAuthenticated) else ""
        answer = problem(401, own or _("Send a key: Authorization: Bearer …"), code="not_authenticated")
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(TooMany)
    def too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
        request.allowance = error.allowance
        answer = problem(429, str(error), code="too_many_requests")
        answer["Retry-After"] = str(error.allowance.seconds)
        return answer


def answer_damaged(api: NinjaAPI) -> None:
    @api.exception_handler(BadRequestError)
    def bad_request(request: HttpRequest, error: BadRequestError) -> HttpResponse:
        return invalid(*((_place(one["loc"]), message(one)) for one in error.errors))

    @api.exception_handler(BadRequest)
    @api.exception_handler(SuspiciousOperation)
    @api.exception_handler(MultiPartParserError)
    @api.exception_handler(HttpError)
    def damaged(request: HttpRequest, error: Exception) -> HttpResponse:
        if isinstance(error.__cause__, UnsupportedType):
            return problem(415, str(error.__cause__), code="unsupported_media_type")
        if isinstance(error.__cause__, NoObject):
            return invalid(("body", _("Send an object of fields.")))
        return problem(getattr(error, "status_code", 400), _("The request cannot be read."), code="unreadable")

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return problem(413, _("The request is too large."), code="too_large")


def _place(path: tuple) -> str:
    """`("body", "said", "title")` -> `title`: where in the request, without the name of our parameter."""
    inside = path[2:] or (path[:1] if path[0] == "body" else path[1:])
    return ".".join(map(str, inside))
