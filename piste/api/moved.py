"""What was merged leads to what took it up, for reading and for writing (02.35)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from piste.api.place import PREFIX
from piste.api.scopes import NOUN_OF
from piste.history.merging import led_to_or_404
from piste.history.models import Mergeable
from piste.history.subjects import model_of
from piste.kernel.keys import is_key

# Not for good, because a merge can be undone; and method and body stay.
TEMPORARILY = 307


def merges(name: str) -> Any:
    """The model of the rows at that address, if they can be merged."""
    model = model_of(NOUN_OF[name]) if name in NOUN_OF else None
    return model if model is not None and issubclass(model, Mergeable) else None


def moved(request: HttpRequest) -> HttpResponse | None:
    """Where the same request finds the survivor; None when there is none that this person sees."""
    name, _slash, rest = request.path_info.removeprefix(PREFIX).partition("/")
    key, _slash, verb = rest.partition("/")
    model = merges(name)
    if model is None or not is_key(key):
        return None
    try:
        survivor = led_to_or_404(model.objects.visible_to(request.user), int(key))
    except Http404:
        return None
    path = "/".join(filter(None, [name, str(survivor.pk), verb]))
    query = f"?{asked}" if (asked := request.META.get("QUERY_STRING")) else ""
    return HttpResponse(status=TEMPORARILY, headers={"Location": f"{PREFIX}{path}{query}"})
