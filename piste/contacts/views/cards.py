"""Companies and people as cards (02.20)."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from piste.accounts.doors import sales_only
from piste.contacts.lists import LISTS, TRASH, Wanted
from piste.contacts.views.figures import views_of
from piste.finding import asked
from piste.finding.views.figures import builder_address
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
    context: dict[str, Any] = {
        "noun": noun,
        "rows": found.rows,
        "lines": _lines(request, noun, [row.pk for row in found.rows]),
        "following": _address(wanted, cursor=found.following) if found.following else "",
    }
    if cursor and request.htmx:
        return answers.part(request, "contacts/_card_rows.html", context)
    context |= {
        "wanted": wanted,
        "trash": wanted.show == TRASH,
        "company": wanted.of_company(request.user),
        "chips": asked.chips(noun, wanted.f, request.user),
        "list": LISTS[noun],
        "views": views_of(noun),
        "conditions": builder_address(noun, wanted.f, _address(wanted)),
        "address": lambda **changes: _address(wanted, **changes),
    }
    if request.htmx:
        response = answers.part(request, "contacts/_cards.html", context)
        response["HX-Replace-Url"] = _address(wanted)
        return response
    return answers.page(request, "contacts/cards.html", context)


def _address(wanted: Wanted, *, cursor: str = "", **changes: str) -> str:
    query = urlencode(wanted.query(**changes) | ({"cursor": cursor} if cursor else {}))
    path = reverse(f"contacts:{wanted.noun}_cards")
    return f"{path}?{query}" if query else path


def _lines(request: HttpRequest, noun: str, keys: list[int]) -> dict[int, list[Any]]:
    """What other rooms say on each card."""
    said: dict[int, list[Any]] = defaultdict(list)
    for lines in slots.collect("contacts.cards", request, noun=noun, keys=keys):
        for key, line in lines.items():
            said[key].append(line)
    return said
