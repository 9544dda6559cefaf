from django.http import HttpRequest, HttpResponse

from piste.accounts.doors import sales_only
from piste.contacts.lists import LISTS, TRASH, asked_table
from piste.finding import asked, layouts
from piste.finding.views.frames import Frame
from piste.finding.views.lists import listed
from piste.kernel.normal import phone_shown


@sales_only
def contacts(request: HttpRequest, noun: str) -> HttpResponse:
    """Companies or people."""
    wanted, shown = asked_table(request, noun)
    layouts.keep(request, noun, "list")
    context = {
        "noun": noun,
        "list": LISTS[noun],
        "wanted": wanted,
        "trash": wanted.show == TRASH,
        "company": wanted.of_company(request.user),
        "chips": asked.chips(noun, wanted.f, request.user),
        "phone_shown": phone_shown,
    } | Frame(request, noun, wanted.query(), "list").beside()
    return listed(request, shown, context, page="contacts/list.html", part="contacts/_found.html")
