"""How evenly a team's records are shared: what each member was given, and what he may be (05.X2)."""

from dataclasses import dataclass
from datetime import datetime

from piste.assignment.fitting import words
from piste.assignment.models import Served
from piste.assignment.quotas import Given, daily, given
from piste.kernel.clock import now
from piste.kernel.criteria.parsing import parse
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead
from piste.teams.models import Membership, Team


@dataclass(frozen=True, slots=True)
class Share:
    """One member: given over 30 days and 24 hours, and when a run served him last."""

    membership: Membership
    got: Given
    daily: int
    served: datetime | None
    filter: str
    preferred: str


def shares(team: Team, memberships: list[Membership], language: str) -> list[Share]:
    at = now()
    got = given(at, teams=[team.pk])
    served = Served.times([membership.pk for membership in memberships])
    found = []
    for membership in memberships:
        his = got.get((team.pk, membership.user_id), Given())
        filters = [readable(said, language) for said in (membership.filter, membership.preferred_filter)]
        by_day = daily(membership.capacity, his.last, at)
        found.append(Share(membership, his, by_day, served.get(membership.pk), *filters))
    return found


def readable(said: dict, language: str) -> str:
    """A stored filter in words; of one that cannot be read, what is wrong with it."""
    try:
        return words(parse(Lead.noun, said), language)
    except Refused as refused:
        return refused.message
