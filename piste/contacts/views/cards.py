"""Companies and people as cards (02.20)."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from piste.accounts.doors import sales_only
from piste.contacts.lists import LISTS, TRASH, Wanted
from piste.finding import asked, layouts
from piste.finding.shapes import handed_on
from piste.finding.views.frames import Frame
from piste.kernel.paging import sliced
from piste.ui import answers, slots

AT_ONCE = 48
ORDER = ["name_key", "id"]
LINKED = {"company": ("owner",), "person": ("owner", "company")}


@sales_only
def cards(request: HttpRequest, noun: str) -> HttpResponse:
    wanted, cursor = Wanted.of(noun, request.GET), request.GET.get("cursor", "")
    rows = wanted.rows(request.user).select_related(*LINKED[noun]).prefetch_related("tags").defer("search_text")
    found = sliced(rows, order=ORDER, cursor=cursor, limit=AT_ONCE)

    def address(*, cursor: str = "", **changes: str) -> str:
        said = wanted.query(**changes) | handed_on(request.GET) | ({"cursor": cursor} if cursor else {})
        return reverse(f"contacts:{noun}_cards", query=said)

    context: dict[str, Any] = {
        "noun": noun,
        "rows": found.rows,
        "lines": _lines(request, noun, [row.pk for row in found.rows]),
        "following": address(cursor=found.following) if found.following else "",
    }
    if cursor and request.htmx:
        return answers.part(request, "contacts/_card_rows.html", context)
    context |= {
        "wanted": wanted,
        "trash": wanted.show == TRASH,
        "company": wanted.of_company(request.user),
        "chips": asked.chips(noun, wanted.f, request.user),
        "list": LISTS[noun],
        "kept": handed_on(request.GET),
        "address": address,
    } | Frame(request, noun, wanted.query(), "cards").beside()
    layouts.keep(request, noun, "cards")
    if request.htmx:
        response = answers.part(request, "contacts/_cards_found.html", context)
        response["HX-Replace-Url"] = address()
        return response
    return answers.page(request, "contacts/cards.html", context)


def _lines(request: HttpRequest, noun: str, keys: list[int]) -> dict[int, list[Any]]:
    """What other rooms say on each card."""
    said: dict[int, list[Any]] = defaultdict(list)
    for lines in slots.collect("contacts.cards", request, noun=noun, keys=keys):
        for key, line in lines.items():
            said[key].append(line)
    return said
