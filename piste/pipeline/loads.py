"""How much salespeople were given lately, for whoever gives them more by hand (05.26)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from piste.kernel.clock import now
from piste.pipeline.models import Lead
from piste.teams.models import Membership

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody got over 30 days any way, and what automatic assignment may give him; none for nobody's member."""

    given: int = 0
    most: int | None = None

    @property
    def is_above(self) -> bool:
        return self.most is not None and self.given > self.most

    def __str__(self) -> str:
        if self.most is None:
            return _("%(given)s in 30 days") % {"given": self.given}
        return _("%(given)s of %(most)s in 30 days") % {"given": self.given, "most": self.most}


def loads(users: Collection[int]) -> dict[int, Load]:
    rows = Lead._base_manager.filter(owner__in=users, assigned_at__gt=now() - MONTH, deleted_at=None)
    given = dict(rows.order_by().values_list("owner").annotate(Count("pk")))
    members = Membership.objects.active().filter(user__in=users, team__archived=False, team__deleted_at=None)
    most = dict(members.order_by().values_list("user").annotate(Sum("capacity")))
    return {user: Load(given.get(user, 0), most.get(user)) for user in users}


def load_of(user) -> Load:
    return loads([user.pk])[user.pk]


def warning(owner) -> str:
    """What whoever gave somebody more by hand is told; "" below the maximum."""
    load = load_of(owner)
    if not load.is_above:
        return ""
    return _("%(name)s has more than his maximum now: %(load)s") % {"name": owner, "load": load}
