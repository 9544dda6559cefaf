"""Country names in files, as two letters."""

from functools import cache

from babel import Locale

from piste.kernel.normal import plain

# Spellings that are met in files and are in no list of names.
OTHER_NAMES = {"philipines": "PH", "korea": "KR", "usa": "US", "uk": "GB", "england": "GB"}


@cache
def _by_name() -> dict[str, str]:
    names = {
        plain(name): code
        for language in ("en", "fr")
        for code, name in Locale(language).territories.items()
        if code.isalpha()
    }
    return names | OTHER_NAMES


def country_code(typed: str) -> str:
    """Two letters for a name or a code; empty when nobody knows it."""
    if len(typed) == 2 and typed.isalpha():
        return typed.upper()
    return _by_name().get(plain(typed), "")
