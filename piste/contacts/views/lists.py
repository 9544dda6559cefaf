from django.http import HttpRequest, HttpResponse

from piste.accounts.doors import sales_only
from piste.contacts.lists import LISTS, ON_A_PAGE, TRASH, Wanted
from piste.finding import asked
from piste.kernel.paging import sliced
from piste.ui.answers import page, part


@sales_only
def contacts(request: HttpRequest, noun: str) -> HttpResponse:
    """Companies or people: the page, for htmx the list alone, and by its cursor what follows."""
    wanted = Wanted.of(noun, request.GET)
    linked = ["owner", "company"] if noun == "person" else ["owner"]
    rows = wanted.rows(request.user).select_related(*linked).prefetch_related("tags").defer("notes", "search_text")
    cursor = request.GET.get("cursor", "")
    context = {
        "noun": noun,
        "list": LISTS[noun],
        "wanted": wanted,
        "found": sliced(rows, order=wanted.order, cursor=cursor, limit=ON_A_PAGE),
        "trash": wanted.show == TRASH,
    }
    if request.htmx:
        return part(request, "contacts/_rows.html" if cursor else "contacts/_list.html", context)
    context |= {"company": wanted.of_company(request.user), "chips": asked.chips(noun, wanted.f, request.user)}
    return page(request, "contacts/list.html", context)
