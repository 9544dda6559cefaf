"""Where companies and people are looked at."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from piste.contacts.lists import LISTS, Wanted
from piste.finding import layouts
from piste.finding.places import Place, declare


def rows(noun: str, user: Any, said: Mapping[str, str]) -> QuerySet:
    return Wanted.of(noun, said).rows(user)


def params(noun: str, user: Any, said: Mapping[str, str]) -> dict[str, str]:
    return Wanted.of(noun, said).query()


def home(noun: str, user: Any, layout: str) -> str:
    """In the layout that he last chose, unless the menu names one."""
    return reverse(ROUTES[noun][layout or layouts.kept(user, noun)])


ROUTES = {
    name: {"list": route} | {layout: f"contacts:{name}_{layout}" for layout in ("cards", "pivot", "graph")}
    for name, route in LISTS.items()
}


for name, routes in ROUTES.items():
    asked, cleaned, first = partial(rows, name), partial(params, name), partial(home, name)
    named = {"company": "company"} if name == "person" else {}
    declare(Place(noun=name, routes=routes, rows=asked, params=cleaned, home=first, named=named))
