import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db.models import Model
from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.history.models import Subject
from piste.history.recording import change, change_each, created, record, record_many, refuse_stale, verb
from piste.kernel import normal
from piste.kernel.clock import now
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused
from piste.teams.models import ALIAS, Membership, Team
from piste.teams.targets import with_months

NAMES = ("name_en", "name_fr")
ANSWER_HOURS_AT_MOST = 999
TARGET_BELOW = Decimal(10) ** 12
# Between the places of two neighbours.
STEP = 10


@verb
def create_team(*, by, **values: Any) -> Team:
    """A new team, last in the order unless a sequence is given."""
    team = Team(**_cleaned(values))
    _refuse_alias(team)
    _refuse_nameless(team.name_en, team.name_fr)
    if "sequence" not in values:
        last = Team.objects.order_by("-sequence").first()
        team.sequence = last.sequence + STEP if last else STEP
    created(team, by=by)
    return team


@verb
def edit_team(team: Team, *, by, seen: int | None = None, **values: Any) -> Team:
    values = _cleaned(values)
    refuse_stale(locked(team), values, seen)
    _refuse_nameless(*(values.get(name, getattr(team, name)) for name in NAMES))
    if "alias" in values:
        _refuse_alias(team, values["alias"])
    if changes := change(team, **values):
        record(team, "team.edited", by=by, changes=changes)
    return team


@verb
def set_targets(team: Team, *, by, months: Mapping[date, Decimal | None]) -> Team:
    """Gives months, by any of their days, a target of their own; None takes it away, and the usual one holds."""
    locked(team)
    for month, amount in months.items():
        if amount is not None and not 0 <= amount < TARGET_BELOW:
            raise Refused(_("A target is not below zero."), field=f"month_{month.month}")
    if changes := change(team, month_targets=with_months(team.month_targets, months)):
        record(team, "team.targeted", by=by, changes=changes)
    return team


@verb
def favour(team: Team, *, by, on: bool = True) -> Team:
    """Puts the team first on one's own dashboard, or not any more. A matter of one's own desk: it leaves no event."""
    team.favourite_of.add(by) if on else team.favourite_of.remove(by)
    return team


@verb
def move_team(team: Team, *, by, place: int) -> Team:
    """Puts the team at that place of the list, the first being 0; the others keep their order."""
    order = [one for one in locked_many(Team.objects.current()) if one.pk != team.pk]
    order.sort(key=lambda one: (one.sequence, one.pk))
    order.insert(max(place, 0), locked(team))
    sequences = {one.pk: (index + 1) * STEP for index, one in enumerate(order)}
    changes = change_each(order, lambda one: {"sequence": sequences[one.pk]})
    if told := record_many(order, "team.ordered", by=by, changes=changes):
        # Its own place may be the only one that kept its number.
        team.last_event = told[0]
    return team


@verb
def make_default(team: Team, *, by) -> Team:
    """Gives it the records that nobody gave a team (05.2)."""
    if locked(team).archived:
        raise Refused(_("Team “%(team)s” is archived. Un-archive it first.") % {"team": team})
    if Team.objects.default() == team:
        raise Refused(_("Team “%(team)s” is the default team already.") % {"team": team})
    record(team, "team.made_default", by=by, changes=change(team, default_since=now()))
    return team


@verb
def archive_team(team: Team, *, by) -> Team:
    """It is not offered any more; its records stay (05.3)."""
    if locked(team).archived:
        raise Refused(_("Team “%(team)s” is already archived.") % {"team": team})
    _refuse_default(team)
    record(team, "team.archived", by=by, changes=change(team, archived=True))
    return team


@verb
def unarchive_team(team: Team, *, by) -> Team:
    if not locked(team).archived:
        raise Refused(_("Team “%(team)s” is not archived.") % {"team": team})
    record(team, "team.unarchived", by=by, changes=change(team, archived=False))
    return team


@verb
def trash_team(team: Team, *, by, into: Team | None = None) -> Team:
    """Deletes a team; the other one takes what belongs to it (05.3): each room that keeps something hears of it."""
    _refuse_default(locked(team))
    if into is None and in_use(team):
        message = _("Records belong to team “%(team)s”. Choose a team that takes them, or archive it instead.")
        raise Refused(message % {"team": team}, field="into")
    if into is not None and (into == team or into.archived or into.deleted_at):
        raise Refused(_("“%(team)s” cannot take its records.") % {"team": into}, field="into")
    taken = {"into": into.pk} if into else {}
    record(team, "team.deleted", by=by, changes=change(team, deleted_at=now()), **taken)
    if in_use(team):
        raise Refused(_("Records belong to team “%(team)s”. Archive it instead.") % {"team": team})
    return team


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    leader = values.get("leader")
    if leader and not type(leader)._default_manager.assignable().filter(pk=leader.pk).exists():
        raise Refused(_("%(name)s cannot lead a team.") % {"name": leader}, field="leader")
    if (values.get("monthly_target") or Decimal(0)) < 0:
        raise Refused(_("A target is not below zero."), field="monthly_target")
    if values.get("answer_hours") is not None and not 1 <= values["answer_hours"] <= ANSWER_HOURS_AT_MOST:
        raise Refused(_("The first answer is due within 1 to 999 hours."), field="answer_hours")
    cleaned = {name: normal.line(value) if name in NAMES else value for name, value in values.items()}
    return cleaned | ({"alias": values["alias"].strip().lower()} if "alias" in values else {})


def _refuse_alias(team: Team, alias: str | None = None) -> None:
    """An alias is of one team, and nobody's own address (05.B1)."""
    alias = team.alias if alias is None else alias
    if not alias:
        return
    if not re.match(ALIAS, alias):
        raise Refused(_("An alias has 1 to 64 signs: letters, digits and . - _"), field="alias")
    other = Team.objects.filter(alias=alias, deleted_at=None).exclude(pk=team.pk).first()
    if other:
        raise Refused(_("“%(alias)s” is used by team %(team)s.") % {"alias": alias, "team": other}, field="alias")
    user = User.objects.filter(email__startswith=f"{alias}@").first()
    if user:
        raise Refused(_("“%(alias)s” is the address of %(name)s.") % {"alias": alias, "name": user}, field="alias")


def _refuse_nameless(*names: str) -> None:
    if not any(names):
        raise Refused(_("Give the team a name."), field="name_en")


def _refuse_default(team: Team) -> None:
    if Team.objects.default() == team:
        raise Refused(_("“%(team)s” is the default team. Make another one the default first.") % {"team": team})


def in_use(team: Team) -> bool:
    """Whether a row of any room points to the team; this floor knows none of them by name."""
    for relation in Team._meta.get_fields(include_hidden=True):
        holder = cast("type[Model]", relation.related_model)
        if not relation.auto_created or relation.concrete or holder is Membership or not issubclass(holder, Subject):
            continue
        if holder._base_manager.filter(**{relation.field.name: team}).exists():
            return True
    return False
