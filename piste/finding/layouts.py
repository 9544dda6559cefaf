"""How somebody last looked at the rows of a noun, where that is kept for him."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse

from piste.finding import places
from piste.finding.models import ColumnChoice

USUAL = "list"


def kept(user: Any, noun: str) -> str:
    found = ColumnChoice.objects.visible_to(user).filter(noun=noun).values_list("layout", flat=True).first()
    return found or USUAL


def keep(request: HttpRequest, noun: str, layout: str) -> None:
    """Keeps what he switched to. Whoever comes from elsewhere, by a link or a saved view, decided nothing."""
    place, came_from = places.place(noun), urlsplit(request.headers.get("Referer", "")).path
    others = [reverse(route) for name, route in place.routes.items() if name != layout] if place else []
    if came_from in others and not request.htmx and kept(request.user, noun) != layout:
        ColumnChoice.objects.update_or_create(user=request.user, noun=noun, defaults={"layout": layout})
