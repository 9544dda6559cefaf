"""Saved views: made, changed, put away, handed over; and which one the menu opens."""

from typing import Any

from django.utils.translation import gettext as _

from piste.finding.models import SavedView
from piste.history.models import Event
from piste.history.recording import change, created, record, refuse_stale, verb
from piste.kernel import normal
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused

AT_MOST = 50
SWITCHED_OFF = "saved_view.switched_off"
PRIVATE, TEAM, ALL = SavedView.Sharing.PRIVATE, SavedView.Sharing.TEAM, SavedView.Sharing.ALL


@verb
def save_view(*, by, of: str, route: str, query: str, part: str = "", **values: Any) -> SavedView:
    """A new view of rows of that noun. Raises Refused when it has no name, or one has too many already."""
    if SavedView.objects.visible_to(by).filter(owner=by, of=of).count() >= AT_MOST:
        raise Refused(_("You have %(n)s saved views here. Delete one of them first.") % {"n": AT_MOST})
    view = SavedView(of=of, part=part, route=route, query=query, owner=by, **_checked(values))
    created(view, by=by)
    return view


@verb
def change_view(view: SavedView, *, by, seen: int | None = None, **values: Any) -> SavedView:
    """Another name, other readers, another filter or layout."""
    refuse_stale(locked(view), values, seen)
    known = {"name": view.name, "sharing": view.sharing, "team": view.team}
    values |= _checked(known | values)
    # Nobody is sent by the menu to what he may not see.
    if values["sharing"] != ALL:
        values["opens_for_all"] = False
    if changes := change(view, **values):
        record(view, "saved_view.edited", by=by, changes=changes)
    return view


@verb
def delete_view(view: SavedView, *, by) -> SavedView:
    changes = change(locked(view), deleted_at=now(), opens_for_all=False)
    record(view, "saved_view.deleted", by=by, changes=changes)
    return view


@verb
def open_for_me(view: SavedView, *, by, on: bool = True) -> SavedView:
    """The menu opens it for oneself, or not any more. A matter of one's own desk: it leaves no event."""
    for other in SavedView.objects.filter(opens_for=by, of=view.of, part=view.part):
        other.opens_for.remove(by)
    if on:
        view.opens_for.add(by)
    return view


@verb
def open_for_all(view: SavedView, *, by, on: bool = True) -> SavedView:
    """The menu opens it for everybody who did not choose another one, or not any more. Raises Refused when not
    everybody sees it."""
    if on and locked(view).sharing != ALL:
        raise Refused(_("Share the view with everybody first."))
    before = SavedView.objects.filter(opens_for_all=True, of=view.of, part=view.part, deleted_at=None)
    for other in before.exclude(pk=view.pk) if on else ():
        record(locked(other), "saved_view.edited", by=by, changes=change(other, opens_for_all=False))
    if changes := change(locked(view), opens_for_all=on):
        record(view, "saved_view.edited", by=by, changes=changes)
    return view


@verb
def take_over(view: SavedView, *, by) -> SavedView:
    """Somebody else answers for it from now on."""
    if changes := change(locked(view), owner=by):
        record(view, "saved_view.handed_over", by=by, changes=changes)
    return view


@verb
def hand_over(left: Any, *, by, to: Any) -> None:
    """The views of somebody who left are kept: somebody else answers for them."""
    for view in SavedView.objects.filter(owner=left, deleted_at=None):
        record(locked(view), "saved_view.handed_over", by=by, changes=change(view, owner=to))


@verb
def tell_switched_off(view: SavedView, *, unusable: list[str]) -> None:
    """Tells its owner, once, that these conditions cannot be asked any more, so that it shows nothing (00.B1)."""
    told = Event.objects.of_row(locked(view)).filter(name=SWITCHED_OFF).order_by("-id").first()
    if told is None or told.facts["unusable"] != unusable:
        record(view, SWITCHED_OFF, by=None, unusable=unusable)


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    name = normal.line(str(values.get("name", "")))
    if not name:
        raise Refused(_("Give the view a name."), field="name")
    sharing, team = values.get("sharing", PRIVATE), values.get("team")
    if sharing == TEAM and team is None:
        raise Refused(_("Choose the team."), field="team")
    return {"name": name, "sharing": sharing, "team": team if sharing == TEAM else None}
