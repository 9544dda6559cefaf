"""Where activities are looked at."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from piste.activities.filters import Filter
from piste.activities.models import Activity
from piste.finding.places import Place, declare


def rows(user: Any, said: Mapping[str, str]) -> QuerySet:
    return Filter(said, user).rows()


def home(user: Any, layout: str) -> str:
    return reverse("activities:mine")


ROUTES = {"list": "activities:mine", "pivot": "activities:pivot", "graph": "activities:graph"}
declare(Place(noun=Activity.noun, routes=ROUTES, rows=rows, home=home))
