"""Saved views: made, changed, put away, handed over."""

from typing import Any

from django.utils.translation import gettext as _

from piste.finding.models import SavedView
from piste.history.recording import change, created, record, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused

AT_MOST = 50
PRIVATE, TEAM = SavedView.Sharing.PRIVATE, SavedView.Sharing.TEAM


@verb
def save_view(*, by, of: str, route: str, query: str, **values: Any) -> SavedView:
    """A new view of rows of that noun. Raises Refused when it has no name, or one has too many already."""
    if SavedView.objects.visible_to(by).filter(owner=by, of=of).count() >= AT_MOST:
        raise Refused(_("You have %(n)s saved views here. Delete one of them first.") % {"n": AT_MOST})
    view = SavedView(of=of, route=route, query=query, owner=by, **_checked(values))
    created(view, by=by)
    return view


@verb
def change_view(view: SavedView, *, by, **values: Any) -> SavedView:
    """Another name, other readers, another filter or layout."""
    locked(view)
    known = {"name": view.name, "sharing": view.sharing, "team": view.team}
    if changes := change(view, **values | _checked(known | values)):
        record(view, "saved_view.edited", by=by, changes=changes)
    return view


@verb
def delete_view(view: SavedView, *, by) -> SavedView:
    record(locked(view), "saved_view.deleted", by=by, changes=change(view, deleted_at=now()))
    return view


@verb
def hand_over(left: Any, *, by, to: Any) -> None:
    """The views of somebody who left are kept: somebody else answers for them."""
    for view in SavedView.objects.filter(owner=left, deleted_at=None):
        record(locked(view), "saved_view.handed_over", by=by, changes=change(view, owner=to))


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    name = str(values.get("name", "")).strip()
    if not name:
        raise Refused(_("Give the view a name."), field="name")
    sharing, team = values.get("sharing", PRIVATE), values.get("team")
    if sharing == TEAM and team is None:
        raise Refused(_("Choose the team."), field="team")
    return {"name": name, "sharing": sharing, "team": team if sharing == TEAM else None}
