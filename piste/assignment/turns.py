"""Whose turn it is: the queue that runs leave behind, and how it goes back when what they gave is undone (05.20)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Max

from piste.assignment.models import Placement, Served
from piste.history.models import Event
from piste.history.recording import chunks
from piste.teams.models import Membership


def keep(served: Mapping[int, datetime]) -> None:
    """When each membership was last given a record by a run."""
    # In one order, so that two who write never wait for each other in a circle.
    rows = [Served(membership_id=key, at=moment) for key, moment in sorted(served.items())]
    Served._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=["membership"], update_fields=["at"])


def set_back(undone: Iterable[Event]) -> None:
    """What lost the owner that a run gave it counts for nobody's turn any more; what got him back by the undo of that
    undo counts again. Whoever was served since keeps his place."""
    moved = {event.row_id: event.changes["owner"] for event in undone if "owner" in event.changes}
    touched: set[tuple[int, int]] = set()
    for keys in chunks(sorted(moved)):
        touched |= _marked({key: moved[key][0] for key in keys}, taken_back=True)
        touched |= _marked({key: moved[key][1] for key in keys}, taken_back=False)
    if touched:
        _count_again(touched)


def _marked(owners: Mapping[int, int | None], *, taken_back: bool) -> set[tuple[int, int]]:
    """Marks the last placement of each record with its owner; returns whom that touches, by team and person."""
    rows = Placement._default_manager.filter(lead__in=owners, taken_back=not taken_back).order_by("id")
    found = {
        lead: (key, team, user)
        for key, lead, team, user in rows.values_list("pk", "lead", "team", "user")
        if owners[lead] == user
    }
    marked = Placement._default_manager.filter(pk__in=[key for key, _team, _user in found.values()])
    marked.update(taken_back=taken_back)
    return {(team, user) for _key, team, user in found.values()}


def _count_again(touched: set[tuple[int, int]]) -> None:
    teams, users = {team for team, _user in touched}, {user for _team, user in touched}
    members = Membership._base_manager.filter(team__in=teams, user__in=users, active=True)
    memberships = {(team, user): key for key, team, user in members.values_list("pk", "team", "user")}
    held = Served._default_manager.filter(membership__in=memberships.values()).order_by("membership")
    # A run that is at work ends its step first, and then counts too.
    list(held.select_for_update().values_list("pk"))
    standing = Placement._default_manager.filter(team__in=teams, user__in=users, taken_back=False).order_by()
    last = {(team, user): at for team, user, at in standing.values_list("team", "user").annotate(Max("at"))}
    keys = {memberships[pair]: last.get(pair) for pair in touched if pair in memberships}
    Served._default_manager.filter(membership__in=[key for key, at in keys.items() if at is None]).delete()
    keep({key: at for key, at in keys.items() if at is not None})
