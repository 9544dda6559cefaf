"""What the browser tells about a company that nobody has described yet."""

from babel.numbers import get_territory_currencies
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

from piste.kernel import world
from piste.ui.formats import HOME


def company(request: HttpRequest) -> dict[str, str]:
    """Language, country and currency; the time zone is guessed in the browser."""
    language = (get_language() or "en").split("-")[0]
    country = _country(request) or HOME[language]
    return {"name": "", "language": language, "country": country, "currency": get_territory_currencies(country)[0]}


def _country(request: HttpRequest) -> str:
    """CH of `fr-CH, en;q=0.5`."""
    for tag, _wish in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        region = tag.rpartition("-")[2].upper()
        if "-" in tag and region in world.countries():
            return region
    return ""
