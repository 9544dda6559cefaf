"""What every answer of the API gets, whatever becomes of the request."""

import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from piste.api.place import PREFIX
from piste.api.problems import not_allowed
from piste.api.requests import number

ID = "X-Request-Id"
OWN_ID = re.compile(r"[\w.:-]{1,100}", re.ASCII)


class ApiMiddleware:
    """A number, which its caller may choose; what is left of the minute; and no traces in any cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        asked = request.headers.get(ID, "")
        token = number.set(asked if OWN_ID.fullmatch(asked) else uuid.uuid4().hex)
        try:
            response = self._answered(request)
            response[ID] = number.get()
        finally:
            number.reset(token)
        return response

    def _answered(self, request: HttpRequest) -> HttpResponse:
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        response = self.get_response(request)
        if response.status_code == 405:
            response = not_allowed(response["Allow"])
        response.headers.setdefault("Cache-Control", "no-store")
        if hasattr(request, "allowance"):
            for name, value in request.allowance.headers().items():
                response[name] = value
        return response
