"""Cards as HTML, each drawn once: two cards that are equal look the same, so what is kept is never out of date."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from piste.pipeline.cards import Card
from piste.ui import place

# Two kilobytes each: the boards that are looked at now fit, and a process stays small.
KEPT = 1500


def drawer() -> Callable[[Card], SafeString]:
    """Draws the cards of one answer: in one language, with one currency."""
    site = place.site()
    language, currency, country = get_language() or "", site.currency, site.country
    return lambda card: _drawn(card, language, currency, country)


def _draw(card: Card, *_words_and_money: str) -> SafeString:
    return mark_safe(render_to_string("pipeline/_card.html", {"card": card}))  # noqa: S308 (our template escapes)


_drawn = _draw if settings.DEBUG else lru_cache(maxsize=KEPT)(_draw)
