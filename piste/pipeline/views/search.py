"""Search over everything that a person sees, by the index: as a page, and as a list under the box while typing."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from piste.contacts.models import Company, Person
from piste.kernel.search import terms
from piste.pipeline.filters import Scope
from piste.pipeline.models import Lead
from piste.ui import answers

ON_THE_PAGE = 20
UNDER_THE_BOX = 6
# No name is longer; what follows is not looked at.
TYPED_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Group:
    """Results of one kind; `all` is the address of the whole list when there are more."""

    title: str
    template: str
    rows: list[Any]
    all: str


@login_required
def search(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:TYPED_AT_MOST]
    limit = UNDER_THE_BOX if request.htmx else ON_THE_PAGE
    context = {"typed": typed, "groups": _found(request.user, typed, limit) if terms(typed) else []}
    if request.htmx:
        return answers.part(request, "pipeline/_search.html", context)
    return answers.page(request, "pipeline/search.html", context)


def _found(user, typed: str, limit: int) -> list[Group]:
    leads = Lead.objects.visible_to(user).select_related("stage", "company", "person", "owner")
    companies = Company.objects.visible_to(user)
    people = Person.objects.visible_to(user).select_related("company")
    groups = [
        _group(leads, typed, limit, _("Opportunities"), "lead", _address("pipeline:leads", q=typed, scope=Scope.ALL)),
        _group(companies, typed, limit, _("Companies"), "company", _address("contacts:companies", q=typed)),
        _group(people, typed, limit, _("People"), "person", _address("contacts:people", q=typed)),
    ]
    return [group for group in groups if group.rows]


def _group(rows: Any, typed: str, limit: int, title: str, noun: str, address: str) -> Group:
    found = list(rows.matching(typed).order_by("-id")[: limit + 1])
    return Group(title, f"pipeline/_{noun}_found.html", found[:limit], address if len(found) > limit else "")


def _address(route: str, **query: str) -> str:
    return f"{reverse(route)}?{urlencode(query)}"
