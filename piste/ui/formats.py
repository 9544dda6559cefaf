"""Numbers, money and time as people read them: in the active language, the current time zone, the site's currency."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale, dates, numbers, units
from babel.languages import get_official_languages
from babel.numbers import NumberPattern
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from piste.kernel import clock
from piste.kernel.money import rounded
from piste.ui import place

# Where a language is at home, for sites in countries that speak another one. English as in Europe: 12 Dec, 14:00.
HOME = {"en": "GB", "fr": "FR"}
RELATIVE_FOR = timedelta(days=7)
REMEMBERED = 1024
DURATIONS = (("day", 86400), ("hour", 3600), ("minute", 60))


@cache
def _locale(language: str, country: str) -> Locale:
    language = language.split("-")[0]
    at_home = language in get_official_languages(country, de_facto=True)
    return Locale(language, country if at_home else HOME.get(language))


def locale() -> Locale:
    return _locale(get_language() or "en", place.site().country)


@cache
def _money_pattern(language: Locale, places: int) -> NumberPattern:
    pattern = language.currency_formats["standard"].pattern
    return numbers.parse_pattern(re.sub(r"0\.0+", "0." + "0" * places if places else "0", pattern))


def money(amount: Decimal | float | None, currency: str = "") -> str:
    """€6,400 or €6,400.50: cents only where there are some. Nothing for no amount."""
    return "" if amount is None else _money(amount, currency or place.site().currency, locale())


# A board shows hundreds of amounts and days, many of them again and again.
@lru_cache(REMEMBERED)
def _money(amount: Decimal | float, currency: str, language: Locale) -> str:
    amount = _in_places(amount, currency)
    places = numbers.get_currency_precision(currency) if amount % 1 else 0
    pattern = _money_pattern(language, places)
    return _spaced(numbers.format_currency(amount, currency, pattern, language, currency_digits=False))


def money_short(amount: Decimal | float | None, currency: str = "") -> str:
    """€182k, €9.8k, €1.2M: for heads and sums."""
    return "" if amount is None else _money_short(amount, currency or place.site().currency, locale())


@lru_cache(REMEMBERED)
def _money_short(amount: Decimal | float, currency: str, language: Locale) -> str:
    amount = _in_places(amount, currency)
    whole = size = abs(amount)
    while size >= 1000:
        size /= 1000
    digits = 1 if whole >= 1000 and size < 100 else 0
    short = numbers.format_compact_currency(amount, currency, locale=language, fraction_digits=digits)
    return _spaced(re.sub(r"(?<=\d)K", "k", short))


def _in_places(amount: Decimal | float, currency: str) -> Decimal:
    """Without the crumbs that SQLite leaves when it adds up and subtracts, and without a minus before nothing."""
    return rounded(Decimal(amount), currency) + 0


def _spaced(written: str) -> str:
    """SEK 182k: a currency of letters keeps a space from its number, which Babel forgets."""
    return re.sub(r"([A-Z]{3})(?=\d)", "\\1\u00a0", written)


def number(value: Decimal | float | None) -> str:
    return "" if value is None else _number(value, locale())


@lru_cache(REMEMBERED)
def _number(value: Decimal | float, language: Locale) -> str:
    return numbers.format_decimal(value, locale=language)


def amount(value: Decimal) -> str:
    """7500,50 as one types it: without a currency, cents only where there are some."""
    return numbers.format_decimal(value, "0.00" if value % 1 else "0", locale())


def decimal_sign() -> str:
    return numbers.get_decimal_symbol(locale())


def percent(points: Decimal | float | None) -> str:
    """84 % of 84: chances are kept as 0-100."""
    return "" if points is None else _percent(round(points), locale())


@cache
def _percent(points: int, language: Locale) -> str:
    return numbers.format_percent(points / 100, locale=language)


def change(points: Decimal | float) -> str:
    """+12 % and −8 %."""
    return ("+" if round(points) > 0 else "") + percent(points).replace("-", "−")


def day(value: date | datetime | None, style: str = "short") -> str:
    """12 Dec; with the year when it is not this one. `long`: Saturday 12 December 2026. `weekday`: Sat 12 Dec.
    `month`: December 2026. `weekday_name`: Sat."""
    if value is None:
        return ""
    value = _local_day(value)
    return _day(value, style, value.year == _local_day(clock.now()).year, locale())


@lru_cache(REMEMBERED)
def _day(value: date, style: str, same_year: bool, language: Locale) -> str:
    year = "" if same_year else "y"
    match style:
        case "long":
            return dates.format_date(value, "full", language).replace(", ", " ", 1)
        case "month":
            return dates.format_skeleton("yMMMM", value, locale=language)
        case "weekday_name":
            return dates.format_date(value, "EEE", language)
        case "weekday":
            return dates.format_skeleton(f"{year}MMMEd", value, locale=language).replace(", ", " ", 1)
        case _:
            return dates.format_skeleton(f"{year}MMMd", value, locale=language)


def hour(value: datetime | time | None) -> str:
    """09:30, in the reader's zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).timetz()
    return dates.format_time(value.replace(tzinfo=None), "short", locale=locale())


def day_hour(value: datetime | None) -> str:
    """12 Dec 09:30"""
    return "" if value is None else f"{day(value)} {hour(value)}"


def day_head(value: date | datetime) -> str:
    """The head of a day in a timeline: Today, Yesterday, 17 November."""
    value, today = _local_day(value), _local_day(clock.now())
    if value == today:
        return _("Today")
    if value == today - timedelta(days=1):
        return _("Yesterday")
    if value.year != today.year:
        return dates.format_date(value, "long", locale())
    return dates.format_skeleton("MMMMd", value, locale=locale())


def moment(value: datetime | None) -> str:
    """How long ago, with the exact time on hover; older than a week, the day. The browser keeps it fresh."""
    if value is None:
        return ""
    exact = f"{day(value, 'long')} {hour(value)}"
    return format_html('<time datetime="{}" title="{}" data-relative>{}</time>', value.isoformat(), exact, _ago(value))


def _ago(value: datetime) -> str:
    distance = value - clock.now()
    if abs(distance) < timedelta(minutes=1):
        return _("just now")
    if abs(distance) > RELATIVE_FOR:
        return day(value)
    return dates.format_timedelta(distance, granularity="minute", add_direction=True, locale=locale())


def duration(seconds: float | None) -> str:
    """How long, in whole days (11d), below one in hours or minutes."""
    if seconds is None:
        return ""
    unit, size = next((pair for pair in DURATIONS if seconds >= pair[1]), DURATIONS[-1])
    return units.format_unit(int(seconds // size), f"duration-{unit}", "narrow", locale=locale())


def _local_day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def initials(name: str) -> str:
    """AM of Ana Moreau."""
    words = re.findall(r"\w+", name)
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
