"""The socket by which a higher floor puts something on a lower floor's page."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from markupsafe import Markup

Filling = Callable[..., Any]

_fillings: dict[str, list[tuple[int, Filling]]] = defaultdict(list)


def fill(name: str, order: int = 50) -> Callable[[Filling], Filling]:
    """Puts a function into a slot: `f(request, **context)` gives a part's HTML, a menu's Entry, or None for nothing."""

    def put(filling: Filling) -> Filling:
        _fillings[name].append((order, filling))
        _fillings[name].sort(key=lambda pair: pair[0])
        return filling

    return put


def collect(name: str, request: HttpRequest, **context: Any) -> list[Any]:
    """What the fillings answer, in order, without those that have nothing to say."""
    answers = (filling(request, **context) for _, filling in _fillings[name])
    return [answer for answer in answers if answer]


def render(name: str, request: HttpRequest, **context: Any) -> Markup:
    """The parts one after the other; a plain text among them is escaped."""
    return Markup("").join(collect(name, request, **context))
