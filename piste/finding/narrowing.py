"""Which rows a saved view has, and in which order, for the lists of the API."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from piste.finding import places, saved
from piste.finding.models import SavedView
from piste.finding.verbs.saving import tell_switched_off
from piste.kernel import rest
from piste.kernel.refusals import Refused


@rest.knows_views
def rows_of(key: int, noun: str, user: Any) -> tuple[QuerySet, str]:
    rows, asks = seen_by(key, noun, user)
    return rows, asks.get("sort", "")


def seen_by(key: int, noun: str, user: Any) -> tuple[QuerySet, dict[str, str]]:
    """The rows of the saved view, and all that it asks for: order, columns and so on.

    Refused when it names what is not there any more: a list is never longer than what was asked for (00.B1).
    """
    view = SavedView.objects.visible_to(user).filter(pk=key, of=noun).first()
    place = places.place(noun, view.part) if view else None
    if view is None or place is None:
        raise Refused(_("There is no %(key)s here.") % {"key": key}, field="view")
    found = saved.living_to_owner(view)
    if found.unusable:
        tell_switched_off(view, unusable=found.unusable)
    if found.missing:
        said = _("The view uses “%(value)s”, which does not exist any more. Nothing was searched.")
        raise Refused(said % {"value": found.missing[0]}, field="view")
    return place.rows(user, found.query), found.query
