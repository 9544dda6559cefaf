"""What the links to people and teams of every noun share: "me" and "my team"."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from piste.accounts.models import User
from piste.kernel.criteria.columns import column
from piste.kernel.criteria.fields import declare
from piste.teams.models import Membership, Team
from piste.teams.reach import team_ids

Whose = Mapping[str, Callable[[Any], Collection[int]]]


def _me(user: User) -> list[int]:
    return [user.pk]


def _colleagues(user: User) -> list[int]:
    """The members of one's teams, and oneself."""
    members = Membership.objects.visible_to(user).active().filter(team__in=team_ids(user))
    return [user.pk, *members.values_list("user", flat=True)]


PEOPLE: Whose = {"me": _me, "my_team": _colleagues}
TEAMS: Whose = {"my_team": team_ids}

declare("user", User, column(User, "name"), column(User, "email", normal=str.lower), column(User, "language"))
declare("team", Team, column(Team, "name_en", key="name", label=Team._meta.verbose_name, filterable=False))
