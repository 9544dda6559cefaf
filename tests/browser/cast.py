"""Who plays in the journeys, and the deals that they begin with."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from piste.accounts.models import User
from piste.pipeline.models import Lead, Stage
from piste.pipeline.verbs.creating import create
from piste.teams.models import Membership, Team
from piste.testing import person


@dataclass(frozen=True)
class Sales:
    """ann and ben sell in one team, maya manages, olga observes."""

    ann: User
    ben: User
    maya: User
    olga: User
    forklifts: Lead
    scanners: Lead


@pytest.fixture
def sales(db) -> Sales:
    north = Team.objects.create(name_en="North", name_fr="Nord")
    ann, ben = person("ann", "own"), person("ben", "team")
    for user in (ann, ben):
        Membership.objects.create(team=north, user=user)
    return Sales(
        ann=ann,
        ben=ben,
        maya=person("maya", "manager"),
        olga=person("olga", "observer_all"),
        forklifts=deal(ann, "Forklifts", 1000),
        scanners=deal(ann, "Scanners", 500),
    )


def deal(owner: User, title: str, revenue: int) -> Lead:
    return create(by=owner, owner=owner, title=title, expected_revenue=Decimal(revenue))


def stage(name: str) -> Stage:
    return Stage.objects.get(name_en=name)
