from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from piste.accounts.doors import sales_only
from piste.accounts.models import User
from piste.contacts.facts import Fact, fact, groups, heading
from piste.contacts.forms import fact_form
from piste.contacts.lists import LISTS
from piste.contacts.models import Company, Contact, Person
from piste.contacts.verbs import editing
from piste.contacts.views.doors import editable
from piste.history.merging import led_to_or_404
from piste.kernel.visibility import may
from piste.ui.answers import anew, moved_on, page, part
from piste.ui.forms import bind, refusals_beside

LINKED_AT_MOST = 12


@sales_only
def company(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request.user, Company, pk, "owner", "team", "parent")
    if found is None:
        return redirect(led_to_or_404(Company.objects.visible_to(request.user), pk))
    people = Person.objects.visible_to(request.user).current().filter(company=found).order_by("name_key", "id")
    children = Company.objects.visible_to(request.user).current().filter(parent=found).order_by("name_key", "id")
    linked = {"people": people[: LINKED_AT_MOST + 1], "children": children, "at_most": LINKED_AT_MOST}
    return _page(request, found, linked)


@sales_only
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request.user, Person, pk, "owner", "team", "company")
    if found is None:
        return redirect(led_to_or_404(Person.objects.visible_to(request.user), pk))
    return _page(request, found)


def _found(user: User, model: type[Contact], pk: int, *named: str) -> Any:
    """Also what lies in the trash, for whoever may bring it back."""
    for rows in (model.objects.visible_to(user), model.objects.trashed_for(user)):
        if found := rows.select_related(*named).prefetch_related("tags").filter(pk=pk).first():
            return found
    return None


@sales_only
def edit_fact(request: HttpRequest, noun: str, pk: int, key: str) -> HttpResponse:
    """One fact, edited in place."""
    contact = editable(request, noun, pk)
    asked = _fact(noun, key)
    form = bind(fact_form(noun, key), request, user=request.user, instance=contact, auto_id=f"{key}_%s")
    stale = False
    if form.is_valid():
        with refusals_beside(form):
            editing.edit(contact, by=request.user, **form.cleaned_data)
        if not form.errors:
            return _saved(request, contact, asked)
        contact.refresh_from_db()
        stale = form.look_again(contact.version)
    context = {"contact": contact, "fact": asked, "form": form, "stale": stale}
    return part(request, "contacts/_edit_fact.html", context, title=f"{asked.label}: {contact}")


def _saved(request: HttpRequest, contact: Contact, edited: Fact) -> HttpResponse:
    # Nothing is said when nothing was changed.
    undo = contact.last_act
    said = _("%(field)s saved") % {"field": edited.label} if undo else ""
    if not request.htmx:
        return moved_on(request, contact, said=said, undo=undo)
    return part(request, "contacts/_fact.html", {"contact": contact, "fact": edited}, said=said, undo=undo)


def _page(request: HttpRequest, contact: Contact, linked: dict[str, Any] | None = None) -> HttpResponse:
    """The page; for htmx its part that changes."""
    if request.htmx and contact.deleted_at:
        return anew()
    noun = contact.noun
    context = {
        "contact": contact,
        "list": LISTS[noun],
        "may_edit": may(request.user, "edit", contact),
        "may_delete": may(request.user, "delete", contact),
        "heading": fact(noun, heading(noun)),
        "groups": [(title, [fact(noun, key) for key in keys]) for title, keys in groups(noun)],
        "notes": fact(noun, "notes"),
        **(linked or {}),
    }
    if request.htmx:
        return part(request, "contacts/_contact.html", context)
    return page(request, "contacts/contact.html", context)


def _fact(noun: str, key: str) -> Fact:
    try:
        return fact(noun, key)
    except LookupError:
        raise Http404 from None
