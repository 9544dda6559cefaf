"""Where activities are looked at."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from piste.activities.filters import Filter
from piste.activities.models import Activity
from piste.contacts.models import Company, Person
from piste.finding.places import Place, add, declare


def rows(user: Any, said: Mapping[str, str]) -> QuerySet:
    return Filter(said, user).rows()


def params(user: Any, said: Mapping[str, str]) -> dict[str, str]:
    return Filter(said, user).query()


def home(user: Any, layout: str) -> str:
    return reverse("activities:mine")


ROUTES = {"list": "activities:mine"} | {name: f"activities:{name}" for name in ("calendar", "pivot", "graph")}
declare(Place(noun=Activity.noun, routes=ROUTES, rows=rows, params=params, home=home, named={"type": "type"}))
for model in (Company, Person):
    for name in ("calendar", "matrix"):
        add(model.noun, name, f"activities:{model.noun}_{name}")
