"""Where leads and opportunities are looked at."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from piste.finding.places import Place, declare
from piste.pipeline.filters import LINKED, Filter
from piste.pipeline.landing import first_board
from piste.pipeline.models import Lead

LAYOUTS = {name: f"pipeline:{name}" for name in ("board", "calendar", "matrix", "pivot", "graph")}
LAYOUTS["list"] = "pipeline:leads"
NAMED = {name: name for name in ("team", "owner", "stage")} | LINKED


def rows(user: Any, said: Mapping[str, str]) -> QuerySet:
    return Filter.said(said).leads(user, whole=True)


def params(user: Any, said: Mapping[str, str]) -> dict[str, str]:
    return Filter.said(said).params()


def home(user: Any, layout: str) -> str:
    return first_board(user) if layout == "board" else reverse("pipeline:leads")


def home_of_leads(user: Any, layout: str) -> str:
    return reverse("pipeline:leads") + Filter(kind=Lead.Kind.LEAD).query()


declare(Place(noun=Lead.noun, routes=dict(LAYOUTS), rows=rows, params=params, home=home, named=NAMED))
declare(
    Place(
        noun=Lead.noun,
        part=Lead.Kind.LEAD,
        routes=dict(LAYOUTS),
        rows=rows,
        params=params,
        home=home_of_leads,
        named=NAMED,
    )
)
