"""An answer that comes before all of the request was read would not be heard: the connection breaks under whoever
still sends."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PIECE = 64 * 1024
# Who sends more than that is cut off.
PATIENCE = 100 * 1024 * 1024
FIRST_FAULT = 400

GetResponse = Callable[[HttpRequest], HttpResponse]


class ReadToTheEndMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= FIRST_FAULT and request.method not in ("GET", "HEAD"):
            _read_to_the_end(request)
        return response


def _read_to_the_end(request: HttpRequest) -> None:
    left = PATIENCE
    try:
        while left > 0 and (piece := request.read(PIECE)):
            left -= len(piece)
    except OSError:
        pass  # Nobody is there any more.
