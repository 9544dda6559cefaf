"""What stands around every view of the filtered records: search box, chips, tabs, facets."""

from typing import Any

from django.http import HttpRequest

from piste.pipeline import filter_words
from piste.pipeline.filter_words import Address
from piste.pipeline.filters import Filter


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
        "ready": filter_words.ready_filters(filter, user, here=here),
    }
