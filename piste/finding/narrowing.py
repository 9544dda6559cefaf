"""Which rows a saved view has, and in which order, for the lists of the API."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from piste.finding import places, saved
from piste.finding.models import SavedView
from piste.kernel import rest
from piste.kernel.refusals import Refused


@rest.knows_views
def rows_of(key: int, noun: str, user: Any) -> tuple[QuerySet, str]:
    """Refused when it names what is not there any more: a list is never longer than what was asked for (00.B1)."""
    view = SavedView.objects.visible_to(user).filter(pk=key, of=noun).first()
    place = places.place(noun, view.part) if view else None
    if view is None or place is None:
        raise Refused(_("There is no %(key)s here.") % {"key": key}, field="view")
    asks, missing = saved.living_query(view)
    if missing:
        said = _("The view uses “%(value)s”, which does not exist any more. Nothing was searched.")
        raise Refused(said % {"value": missing[0]}, field="view")
    return place.rows(user, asks), asks.get("sort", "")
