"""How doors answer: a page, a part, or "go there"; each may say something in a toast, with Undo."""

import re
from dataclasses import asdict, dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.html import strip_tags
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django_htmx.http import (
    HttpResponseClientRedirect,
    HttpResponseClientRefresh,
    reswap,
    retarget,
    trigger_client_event,
)

UNPROCESSABLE = 422
UNDO_TAG = "undo:"
HEADING = re.compile(r"<h[1-3]\b[^>]*>(.*?)</h[1-3]>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Toast:
    """One sentence that passes by. `tone`: "" or "refused"; `undo` is the address that takes the act back."""

    text: str
    undo: str = ""
    tone: str = ""


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int | None = None
) -> HttpResponse:
    """A whole page; 422 when it shows a form with errors."""
    return _either(render(request, template, context, status=status or _status(context)))


def part(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int | None = None,
    title: str = "",
    said: str = "",
    undo: int | None = None,
    close_dialog: bool = False,
    events: dict[str, Any] | None = None,
) -> HttpResponse:
    """A part of a page for htmx, with what it says (`said`, `undo`) and the events it tells the page.

    Without htmx the same door works too: looking gives the part inside a page, acting goes back to where one came from.
    `title` is that of such a page, for a part without a heading. 422 when the part shows a form with errors.
    """
    status = status or _status(context)
    if not request.htmx:
        if said and status < 400:
            return moved_on(request, came_from(request), said=said, undo=undo)
        content = render_part(request, template, context)
        heading = _heading_of(content)
        shown = {"title": title or heading or "Piste", "headed": bool(heading), "content": content}
        return render(request, "ui/part.html", {**(context or {}), **shown}, status=status)
    response = _either(render(request, template, context, status=status))
    if said:
        say(response, said, undo=undo)
    if close_dialog:
        trigger_client_event(response, "closeDialog", {})
    for name, facts in (events or {}).items():
        trigger_client_event(response, name, facts)
    return response


def _heading_of(content: str) -> str:
    """What a part calls itself."""
    heading = HEADING.search(content)
    return unescape(strip_tags(heading[1])).strip() if heading else ""


def render_part(request: HttpRequest, template: str, context: dict[str, Any] | None = None) -> SafeString:
    """A part as text, for a slot or for several parts in one answer."""
    return mark_safe(render_to_string(template, context, request=request))  # noqa: S308 (our own templates escape)


def nothing(*, said: str = "", undo: int | None = None, events: dict[str, Any] | None = None) -> HttpResponse:
    """An htmx answer that changes nothing where it was asked, but may say something."""
    response = HttpResponse(status=204)
    if said:
        say(response, said, undo=undo)
    for name, facts in (events or {}).items():
        trigger_client_event(response, name, facts)
    return response


def moved_on(
    request: HttpRequest, to: Any, *args: Any, said: str = "", undo: int | None = None, **kwargs: Any
) -> HttpResponse:
    """Goes to an address, a route or a row's page; what is said is shown there."""
    url = resolve_url(to, *args, **kwargs)
    if said:
        messages.success(request, said, extra_tags=f"{UNDO_TAG}{undo}" if undo else "")
    if request.htmx:
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)


def anew() -> HttpResponse:
    """An htmx answer: the whole page is another one by now."""
    return HttpResponseClientRefresh()


def choices(rows: list[dict[str, Any]]) -> JsonResponse:
    """The answer of an endpoint that a searched field asks: rows of `value`, `text` and perhaps `note`."""
    return JsonResponse({"results": rows})


def in_dialog(response: HttpResponse) -> HttpResponse:
    """Shows an htmx answer in the dialog, wherever it was asked from: an act that needs to know more first."""
    return retarget(reswap(response, "innerHTML"), "#dialog")


def say(response: HttpResponse, text: str, *, undo: int | None = None, tone: str = "") -> HttpResponse:
    """Adds a toast to an htmx answer."""
    toast = Toast(text=str(text), undo=undo_url(undo), tone=tone)
    return trigger_client_event(response, "toast", asdict(toast))


def undo_url(change_set_id: int | None) -> str:
    return reverse("history:undo", args=[change_set_id]) if change_set_id else ""


def toasts(request: HttpRequest) -> list[Toast]:
    """What was said on the way here."""
    return [
        Toast(
            text=message.message,
            undo=undo_url(int(message.extra_tags.removeprefix(UNDO_TAG)))
            if (message.extra_tags or "").startswith(UNDO_TAG)
            else "",
            tone="refused" if message.level >= messages.WARNING else "",
        )
        for message in messages.get_messages(request)
    ]


def _either(response: HttpResponse) -> HttpResponse:
    """One address may answer with a page or with a part: the browser's memory keeps them apart, so that Back works."""
    patch_vary_headers(response, ["HX-Request"])
    return response


def _status(context: dict[str, Any] | None) -> int:
    form = (context or {}).get("form")
    return UNPROCESSABLE if form is not None and form.is_bound and not form.is_valid() else 200


def asked_on(request: HttpRequest, *pages: str) -> bool:
    """Whether htmx asked from one of these pages, whatever their query."""
    return bool(request.htmx) and urlsplit(request.htmx.current_url_abs_path or "").path in pages


def came_from(request: HttpRequest, otherwise: str = "/") -> str:
    """The page that the act was asked from; `otherwise` when that is unknown, or was only the act's own form."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        return otherwise
    address = urlsplit(referer)
    return otherwise if address.path in ("", request.path) else address._replace(scheme="", netloc="").geturl()
