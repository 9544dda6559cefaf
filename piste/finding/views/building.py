"""The condition builder: a filter put together by people who never saw JSON (14.6)."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from piste.accounts.doors import sales_only
from piste.finding.drafts import ROOT, Draft
from piste.finding.offers import values_like
from piste.finding.parts import builder
from piste.finding.views.doors import noun_or_404, view_asked
from piste.kernel.criteria import parsing
from piste.kernel.criteria.fields import Field, Noun
from piste.ui import answers


@sales_only
def build(request: HttpRequest, noun: str) -> HttpResponse:
    """The dialog over a filtered view; when it is finished, the view with that filter."""
    asked, then = noun_or_404(noun), view_asked(request)
    if request.method != "POST":
        draft = Draft.of(parsing.parse(noun, request.GET.get("f", "")))
        return answers.part(request, "finding/_build.html", {"then": then} | builder(asked, draft, request.user))
    if request.POST.get("do") == "clear":
        return answers.moved_on(request, _with_filter(then, ""))
    draft = Draft.sent(request.POST, asked)
    draft.do(request.POST.get("do", ""))
    if request.POST.get("do") == "apply" and (filter := draft.finished(noun)) is not None:
        return answers.moved_on(request, _with_filter(then, parsing.text(filter)))
    status = answers.UNPROCESSABLE if any(one.error for one in draft.conditions()) else 200
    context = {"then": then} | builder(asked, draft, request.user)
    return answers.part(request, "finding/_build.html", context, status=status)


@require_POST
@sales_only
def conditions(request: HttpRequest, noun: str) -> HttpResponse:
    """The rows alone, drawn anew after an act on them, for forms that hold a filter among other fields."""
    asked = noun_or_404(noun)
    draft = Draft.sent(request.POST, asked, _root(request))
    draft.do(request.POST.get("do", ""))
    return answers.part(request, "finding/_conditions.html", builder(asked, draft, request.user))


@sales_only
def choices(request: HttpRequest, noun: str) -> JsonResponse:
    """Values of a field that fit what is typed."""
    asked = _field(noun_or_404(noun), request.GET.get("field", ""))
    found = values_like(asked, request.GET.get("q", "")[:100], request.user)
    return answers.choices([{"value": value, "text": text} for value, text in found])


def _root(request: HttpRequest) -> str:
    """Which filter of the form it is: by the path of the button, or else by the name of what was changed."""
    path = request.POST.get("do", "").partition(":")[2] or request.htmx.trigger_name or ""
    return path.partition(".")[0] or ROOT


def _field(noun: Noun, key: str) -> Field:
    try:
        return noun.field(key)
    except LookupError:
        raise Http404 from None


def _with_filter(address: str, filter: str) -> str:
    """The view's address with this filter; a page in the middle of another list is no page of this one."""
    parts = urlsplit(address)
    said = [pair for pair in parse_qsl(parts.query) if pair[0] not in ("f", "cursor")]
    return parts._replace(query=urlencode([*said, ("f", filter)] if filter else said)).geturl()
