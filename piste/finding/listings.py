"""The lists of all nouns, for what can be done with any of them: acts on many rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from piste.finding.tables import Table


@dataclass(frozen=True, slots=True)
class Listing:
    """`table` reads what the address asks for; `open_to` says who has the list at all."""

    table: Callable[[HttpRequest], Table]
    open_to: Callable[[Any], bool]


_listings: dict[str, Listing] = {}


def declare(noun: str, table: Callable[[HttpRequest], Table], *, open_to: Callable[[Any], bool]) -> None:
    _listings[noun] = Listing(table, open_to)


def listing_or_404(request: HttpRequest, noun: str) -> Listing:
    listing = _listings.get(noun)
    if listing is None or not listing.open_to(request.user):
        raise Http404
    return listing
