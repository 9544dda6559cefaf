"""What the doors of all nouns share."""

from django.http import Http404, HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from piste.kernel.criteria import fields
from piste.kernel.criteria.fields import Noun


def noun_or_404(name: str) -> Noun:
    try:
        return fields.noun(name)
    except LookupError:
        raise Http404 from None


def view_asked(request: HttpRequest) -> str:
    """The address of the view that is worked on, always one of ours."""
    then = request.POST.get("then") or request.GET.get("then", "")
    return then if then.startswith("/") and url_has_allowed_host_and_scheme(then, None) else "/"
