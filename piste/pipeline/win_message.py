"""One line on a win, with its true reason (01.38)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils.translation import gettext as _

from piste.kernel.clock import day_begins, now, today
from piste.pipeline.models import Lead

LATELY = timedelta(days=30)
COMPARABLE = 3


def win_message(lead: Lead, user) -> str:
    """The first reason that fits, unless the user wants none."""
    if not user.win_messages or not lead.is_won:
        return _("Won")
    return next((said for reason in REASONS if (said := reason(lead, user))), _("Won"))


def _first_this_year(lead: Lead, user) -> str:
    new_year = day_begins(today(user).replace(month=1, day=1), user.time_zone)
    if lead.owner is None or _others(new_year).filter(owner=lead.owner).exclude(pk=lead.pk).exists():
        return ""
    return _("Won: the first of the year for %(name)s") % {"name": lead.owner}


def _largest_of_team(lead: Lead, user) -> str:
    if lead.team is None or not _is_largest(lead, team=lead.team):
        return ""
    return _("Won: the largest of team %(team)s in 30 days") % {"team": lead.team}


def _largest_of_owner(lead: Lead, user) -> str:
    if lead.owner is None or not _is_largest(lead, owner=lead.owner):
        return ""
    return _("Won: the largest of %(name)s in 30 days") % {"name": lead.owner}


def _fastest(lead: Lead, user) -> str:
    others = _lately(lead).annotate(took=F("closed_at") - F("created_at"))
    took = lead.closed_at and lead.closed_at - lead.created_at
    if others.count() < COMPARABLE or others.filter(took__lte=took).exists():
        return ""
    return _("Won: the fastest in 30 days")


def _third_day(lead: Lead, user) -> str:
    if lead.owner is None:
        return ""
    day, zone = today(user), ZoneInfo(user.time_zone)
    begin = day_begins(day - timedelta(days=2), user.time_zone)
    times = _others(begin).filter(owner=lead.owner).values_list("closed_at", flat=True)
    days = {closed.astimezone(zone).date() for closed in times}
    before = {day - timedelta(days=1), day - timedelta(days=2)}
    return _("Won: the third day in a row for %(name)s") % {"name": lead.owner} if before <= days else ""


REASONS: list[Callable[[Lead, object], str]] = [
    _first_this_year,
    _largest_of_team,
    _largest_of_owner,
    _fastest,
    _third_day,
]


def _others(since: datetime):
    return Lead._base_manager.filter(outcome=Lead.Outcome.WON, deleted_at=None, closed_at__gte=since)


def _lately(lead: Lead):
    return _others(now() - LATELY).exclude(pk=lead.pk)


def _is_largest(lead: Lead, **whose) -> bool:
    revenue = lead.expected_revenue
    return bool(revenue) and not _lately(lead).filter(expected_revenue__gte=revenue, **whose).exists()
