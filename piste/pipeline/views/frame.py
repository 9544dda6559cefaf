"""What stands around every view of the filtered records: search box, chips, tabs, facets."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from piste.pipeline import filter_words
from piste.pipeline.filter_words import Address
from piste.pipeline.filters import Filter
from piste.pipeline.models import Lead


def frame(request: HttpRequest, filter: Filter, *, here: str, address: Address | None = None) -> dict[str, Any]:
    """For `_filter_box.html` and `_views.html`. `here` is the route of the view; `address` gives its query with
    other values in the filter, when it says more than the filter does."""
    user, address = request.user, address or filter.query
    return {
        "filter": filter,
        "here": here,
        "chips": filter_words.chips(filter, user, address),
        "scopes": filter_words.scopes(filter, user, address),
        "facets": filter_words.facets(filter, user, address),
        "conditions": _conditions(filter, reverse(here) + address()),
        "ready": filter_words.ready_filters(filter, user, here=here),
    }


def _conditions(filter: Filter, view: str) -> str:
    """The address of the dialog that changes the conditions of this view."""
    return f"{reverse('finding:build', args=[Lead.noun])}?{urlencode({'f': filter.f, 'then': view})}"
