"""How the site, each team and each member take part in automatic assignment."""

from typing import Any

from django.utils.translation import gettext as _

from piste.assignment.fitting import checked
from piste.assignment.models import Assignment
from piste.history.recording import change, record, refuse_stale, verb
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused
from piste.teams.models import Membership, Team


@verb
def configure(assignment: Assignment, *, by, seen: int | None = None, **values: Any) -> Assignment:
    refuse_stale(locked(assignment), values, seen)
    if not 1 <= values.get("every", assignment.every) <= 99:
        raise Refused(_("Choose a number from 1 to 99."), field="every")
    if values.get("on_arrival", assignment.on_arrival) and values.get("min_age_hours", assignment.min_age_hours):
        raise Refused(_("What is given at once cannot wait first: set the least age to 0."), field="min_age_hours")
    if changes := change(assignment, **values):
        record(assignment, "assignment.edited", by=by, changes=changes)
    return assignment


@verb
def take_part(team: Team, *, by, on: bool) -> Team:
    """Whether automatic assignment gives the team's members records."""
    if locked(team).archived:
        raise Refused(_("Team “%(team)s” is archived. Un-archive it first.") % {"team": team})
    if changes := change(team, assigns=on):
        record(team, "team.edited", by=by, changes=changes)
    return team


@verb
def set_filter(team: Team, *, by, filter: Any, **values: bool) -> Team:
    """Which records without a team come to this one, and whether its leads are converted (`converts_assigned`).

    Raises Refused for what is no filter, and nothing changes.
    """
    locked(team)
    if changes := change(team, filter=checked(filter), **values):
        record(team, "team.filtered", by=by, changes=changes)
    return team


@verb
def set_filters(membership: Membership, *, by, **filters: Any) -> Membership:
    """`filter`: which records he takes; `preferred_filter`: which ones he is asked for first."""
    locked(membership)
    if changes := change(membership, **{name: checked(said) for name, said in filters.items()}):
        record(membership, "membership.filtered", by=by, changes=changes, member=membership.user.name)
    return membership
