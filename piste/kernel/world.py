"""Countries, languages, currencies and time zones by their names in the active language."""

import zoneinfo
from functools import cache

from babel import Locale
from babel.numbers import get_territory_currencies
from django.utils.translation import get_language

from piste.kernel.normal import plain

# Codes of the list of territories that are no countries.
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}

Names = dict[str, str]


def countries() -> Names:
    """Two letters and name of each, in the order of the names."""
    return _countries(get_language() or "en")


def country(code: str) -> str:
    return countries().get(code, code)


def languages() -> Names:
    return _languages(get_language() or "en")


def language(code: str) -> str:
    return languages().get(code, code)


def currencies() -> Names:
    """Three letters and name of each that is in use today."""
    return _currencies(get_language() or "en")


@cache
def time_zones() -> list[str]:
    """Those named after a place."""
    return sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))


@cache
def _countries(active: str) -> Names:
    names = Locale.parse(active, sep="-").territories
    return _sorted({code: names[code] for code in names if code.isalpha() and code not in NO_COUNTRIES})


@cache
def _languages(active: str) -> Names:
    names = Locale.parse(active, sep="-").languages
    return _sorted({code: names[code].capitalize() for code in names if len(str(code)) == 2})


@cache
def _currencies(active: str) -> Names:
    names = Locale.parse(active, sep="-").currencies
    in_use = {code for country in _countries("en") for code in get_territory_currencies(country)}
    return _sorted({code: names[code][:1].upper() + names[code][1:] for code in in_use if code in names})


def _sorted(names: Names) -> Names:
    return dict(sorted(names.items(), key=lambda pair: plain(pair[1])))
