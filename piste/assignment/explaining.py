"""Why somebody got a record, in the reader's words; the numbers are those of the moment when he got it (05.22)."""

from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from piste.assignment.desks import IN_THIS_RUN
from piste.ui import formats


def explained(why: dict[str, Any]) -> str:
    """Team North: filter Country is Canada. Ana: preferred filter matched; 3 of 4 today, 41 of 120 in 30 days."""
    return f"{_team(why)} {_member(why)}" if why else ""


def of_event(event) -> str:
    return explained(event.facts.get("why", {}))


def _team(why: dict[str, Any]) -> str:
    team, filter = _said(why["team"]), _said(why["filter"])
    if why["own"]:
        return _("Team %(team)s: it was the team’s already.") % {"team": team}
    if not filter:
        return _("Team %(team)s: takes every record.") % {"team": team}
    return _("Team %(team)s: filter “%(filter)s”.") % {"team": team, "filter": filter}


def _member(why: dict[str, Any]) -> str:
    (today, daily), (month, capacity) = why["today"], why["month"]
    return _("%(name)s: %(filter)s; %(today)s; %(month)s; %(served)s.") % {
        "name": why["name"],
        "filter": _filter(why),
        "today": _("%(given)s of %(most)s today") % {"given": today, "most": daily},
        "month": _("%(given)s of %(most)s in 30 days") % {"given": month, "most": capacity},
        "served": _served(why["last"]),
    }


def _filter(why: dict[str, Any]) -> str:
    filter = _said(why["member"])
    if why["preferred"]:
        return _("preferred filter “%(filter)s”") % {"filter": filter}
    return _("filter “%(filter)s”") % {"filter": filter} if filter else _("no filter of his own")


def _served(last: str | None) -> str:
    if last is None:
        return _("never served before")
    if last == IN_THIS_RUN:
        return _("served before in this run")
    return _("last served %(time)s") % {"time": formats.day_hour(datetime.fromisoformat(last))}


def _said(words: dict[str, str]) -> str:
    language = (get_language() or "en").split("-")[0]
    return words.get(language) or words.get("en", "")
