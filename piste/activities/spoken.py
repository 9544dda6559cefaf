"""Days and hours as people type them, in English and French: "call tomorrow 9", "appeler vendredi 14h30"."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from piste.kernel.normal import plain

DAYS = {
    "today": 0,
    "aujourd'hui": 0,
    "tomorrow": 1,
    "demain": 1,
    "after tomorrow": 2,
    "apres-demain": 2,
}
WEEKDAYS = (
    ("monday", "mon", "lundi"),
    ("tuesday", "tue", "mardi"),
    ("wednesday", "wed", "mercredi"),
    ("thursday", "thu", "jeudi"),
    ("friday", "fri", "vendredi"),
    ("saturday", "sat", "samedi"),
    ("sunday", "sun", "dimanche"),
)
NEXT_WEEK = ("next week", "la semaine prochaine", "semaine prochaine")
IN = re.compile(r"\b(?:in|dans) (\d{1,3}) (days?|jours?|weeks?|semaines?)\b")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
HOUR = re.compile(r"(?:\b(?:at|a) )?\b(\d{1,2})(?:(?::|h)(\d{2})|h)? ?(am|pm)?(?: ?h)?$")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said besides the moment, and the moment; the day is None when none was named."""

    what: str
    day: date | None = None
    hour: time | None = None


def spoken(typed: str, today: date) -> Spoken:
    """The sentence apart. `today` is the day of whoever speaks; a weekday is the next one, never today."""
    text = plain(typed.replace("’", "'"))
    text, day = _day(text, today)
    if day is None:
        return Spoken(text)
    found = HOUR.search(text)
    hour = _hour(found) if found else None
    return Spoken((text[: found.start()] if hour else text).strip(), day, hour)


def _day(text: str, today: date) -> tuple[str, date | None]:
    if found := ISO.search(text):
        try:
            return _without(text, found), date(*map(int, found.groups()))
        except ValueError:
            return text, None
    if found := IN.search(text):
        days = int(found[1]) * (7 if found[2].startswith(("week", "semaine")) else 1)
        return _without(text, found), today + timedelta(days=days)
    for words, day in _named(today):
        if found := re.search(rf"(?<![\w-])(?:on |le )?{re.escape(words)}(?![\w-])", text):
            return _without(text, found), day
    return text, None


def _named(today: date) -> list[tuple[str, date]]:
    """The longest words first, so that "after tomorrow" is not "tomorrow"."""
    named = {words: today + timedelta(days=count) for words, count in DAYS.items()}
    named |= dict.fromkeys(NEXT_WEEK, today + timedelta(days=7 - today.weekday()))
    for weekday, names in enumerate(WEEKDAYS):
        named |= dict.fromkeys(names, today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1))
    return sorted(named.items(), key=lambda pair: -len(pair[0]))


def _hour(found: re.Match[str]) -> time | None:
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] and not 1 <= hour <= 12:
        return None
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join((text[: found.start()] + " " + text[found.end() :]).split())
