"""Which columns a list shows: chosen and put in order in a dialog, and drawn to their widths."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from piste.finding.columns import Choice, keep_width
from piste.finding.views.doors import noun_or_404, view_asked
from piste.ui import answers


@login_required
def columns(request: HttpRequest, noun: str) -> HttpResponse:
    """The dialog; every act in it draws it anew, the last one shows the list."""
    asked, then = noun_or_404(noun), view_asked(request)
    if request.method != "POST":
        chosen = Choice.said(asked, request.GET.get("columns", "").split(","))
        return _dialog(request, chosen, request.GET.get("usual", "").split(","), then)
    chosen, usual = Choice.said(asked, request.POST.getlist("columns")), request.POST.get("usual", "").split(",")
    act = request.POST.get("do", "add")
    if act not in ("apply", "reset"):
        chosen.do(act, request.POST.get("add", ""))
        return _dialog(request, chosen, usual, then)
    if "columns" in dict(parse_qsl(urlsplit(then).query)):
        # A view that says its columns keeps saying them.
        return answers.moved_on(request, _with(then, "" if act == "reset" else ",".join(chosen.keys)))
    chosen.keep(request.user, [] if act == "reset" or chosen.keys == usual else chosen.keys)
    return answers.moved_on(request, then)


@require_POST
@login_required
def widths(request: HttpRequest, noun: str) -> HttpResponse:
    """How wide a column was drawn."""
    keep_width(request.user, noun_or_404(noun), request.POST.get("column", ""), request.POST.get("width", ""))
    return answers.nothing()


def _dialog(request: HttpRequest, chosen: Choice, usual: list[str], then: str) -> HttpResponse:
    context: dict[str, Any] = {
        "noun": chosen.noun,
        "chosen": chosen.fields,
        "offered": chosen.offered,
        "usual": usual,
        "then": then,
    }
    return answers.part(request, "finding/_columns.html", context)


def _with(address: str, columns: str) -> str:
    parts = urlsplit(address)
    said = [pair for pair in parse_qsl(parts.query) if pair[0] not in ("columns", "cursor")]
    return parts._replace(query=urlencode([*said, *([("columns", columns)] if columns else [])])).geturl()
