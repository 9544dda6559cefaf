"""What stands around every view of the filtered records: search box, chips, tabs, facets."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from piste.finding.places import LAYOUTS, place
from piste.finding.saved import Tabs
from piste.finding.shapes import handed_on
from piste.pipeline import filter_words
from piste.pipeline.filter_words import Address
from piste.pipeline.filters import Filter
from piste.pipeline.models import Lead


def frame(request: HttpRequest, filter: Filter, *, here: str, address: Address | None = None) -> dict[str, Any]:
    """For `_filter_box.html` and `_views.html`. `here` is the route of the view; `address` gives its query with
    other values in the filter, when it says more than the filter and the layouts do."""
    user, address = request.user, address or query_with(request, filter)
    shown, saved = place(Lead.noun, filter.kind), Tabs(user, Lead.noun, reverse(here) + address())
    ready = filter_words.ready_filters(filter, user, here=here)
    return {
        "filter": filter,
        "here": here,
        "chips": filter_words.chips(filter, user, address),
        "scopes": filter_words.scopes(filter, user, address),
        "facets": filter_words.facets(filter, user, address),
        "conditions": _conditions(filter, reverse(here) + address()),
        "ready": [replace(one, current=one.current and saved.current is None) for one in ready],
        "layouts": shown.segments(here, query_with(request, filter)()) if shown else [],
        "saved": saved,
    }


def whole_frame(request: HttpRequest, filter: Filter, *, here: str, address: Address | None = None) -> dict[str, Any]:
    """The same for a layout that every noun has, which is told its title and with which parts it is framed."""
    shown, noun = place(Lead.noun, filter.kind), _("Leads") if filter.of_leads else _("Opportunities")
    return frame(request, filter, here=here, address=address) | {
        "title": f"{noun} · {LAYOUTS[shown.layout(here)][0]}" if shown else noun,
        "search_part": "pipeline/_filter_box.html",
        "tabs_part": "pipeline/_views.html",
        "chips_part": "pipeline/_chips.html",
        "kept": handed_on(request.GET),
    }


def query_with(request: HttpRequest, filter: Filter, *own: str) -> Address:
    """The queries of a view that says nothing but its filter, and hands on what others say; `own` it says itself."""
    kept = handed_on(request.GET, *own)

    def query(**changes: Any) -> str:
        said = urlencode(replace(filter, **changes).params() | kept)
        return f"?{said}" if said else ""

    return query


def _conditions(filter: Filter, view: str) -> str:
    """The address of the dialog that changes the conditions of this view."""
    return f"{reverse('finding:build', args=[Lead.noun])}?{urlencode({'f': filter.f, 'then': view})}"
