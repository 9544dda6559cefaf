from collections import defaultdict
from datetime import date, timedelta
from typing import Any, Self

from django.apps import apps
from django.db.models import Q, QuerySet

from piste.kernel.clock import now, today
from piste.kernel.prepared import prepared
from piste.kernel.search import SearchQuerySet
from piste.kernel.visibility import ConfigurationQuerySet, VisibleQuerySet
from piste.messages.querysets import HangingQuerySet
from piste.teams.reach import team_ids, wide_team_ids


def within_reach(user) -> Q:
    """The rule of who sees a lead record by role (12.1): of a record, and of a line in the board's totals."""
    return _in_only_team(_by_role(user), user)


def within_sight(user, *, to_edit: bool = False) -> Q:
    """Who sees a record, or may change it: by role, or because it is shared with him (12.6)."""
    keys = [key for key, may_edit in shared_with(user).items() if may_edit or not to_edit]
    return within_reach(user) | _in_only_team(Q(pk__in=keys), user) if keys else within_reach(user)


def _in_only_team(rule: Q, user) -> Q:
    return rule & Q(team__in=[user.only_team]) if user.only_team else rule


def shared_with(user) -> dict[int, bool]:
    """The records that are shared with the user or his teams today, and whether he may change them.

    Asked once for each request's user, so that whoever has none pays one short statement, and his lists and boards
    ask the same questions as without shares.
    """
    if user.sees_all or not user.sells:
        return {}
    if not hasattr(user, "_shared_with"):
        found: dict[int, bool] = defaultdict(bool)
        for key, may_edit in _shares(user.pk, today(user), team_ids(user)):
            found[key] |= may_edit
        user._shared_with = dict(found)
    return user._shared_with


@prepared
def _shares(user: int, day: date, teams: list[int]) -> QuerySet:
    rows = apps.get_model("pipeline", "Share")._base_manager.filter(Q(user=user) | Q(team__pk__in=teams))
    return rows.filter(Q(until=None) | Q(until__gte=day), deleted_at=None).values_list("thread_id", "may_edit")


def _by_role(user) -> Q:
    if not user.sells:
        return Q(pk__in=[])
    if user.sees_all:
        return Q()
    unowned = Q(owner=None) & (Q(team=None) | Q(team__in=team_ids(user)))
    reach = Q(owner=user) | unowned
    wide = wide_team_ids(user)
    return reach | Q(team__in=wide) if wide else reach


class LeadQuerySet(SearchQuerySet, VisibleQuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(within_sight(user), deleted_at=None)

    def editable_by(self, user) -> Self:
        return self.filter(within_sight(user, to_edit=True), deleted_at=None) if user.may_write else self.none()

    def shareable_by(self, user) -> Self:
        """Whom a record is only shown to, does not show it to others, nor to himself for longer."""
        return self.filter(within_reach(user), deleted_at=None) if user.may_write else self.none()

    def reach(self, user) -> Q:
        return within_sight(user)

    def trashed_for(self, user) -> Self:
        """What lies in the trash, for those who may delete (01.28)."""
        return self.exclude(deleted_at=None).filter(merged_into=None) if user.manages else self.none()

    def comparable(self) -> Self:
        """What duplicates are looked for among: open or lost, of both kinds (02.24)."""
        return self.filter(archived=False, deleted_at=None).exclude(outcome="won")

    def open_of(self, owner: int, *, team: int) -> Self:
        """What somebody works on in a team, archived or not."""
        return self.filter(owner=owner, team=team, outcome="open", deleted_at=None)

    def board(self) -> Self:
        """Opportunities that are open or won, not archived and not in the trash: what the board shows."""
        # A boolean column, because SQLite meets a partial index only when the condition holds no parameter.
        return self.filter(on_board=True)

    def to_qualify(self) -> Self:
        """Leads that are open, not archived and not in the trash: what the menu Leads shows (02.5)."""
        return self.filter(in_qualification=True)


class ExtraEmailQuerySet(VisibleQuerySet):
    """An index of the records, asked by questions that ask the records themselves who may see them."""


class OfferedQuerySet(ConfigurationQuerySet):
    def current(self) -> Self:
        return self.filter(deleted_at=None)

    def offered(self, chosen: int | None = None) -> Self:
        """What forms offer, and the one that the record has."""
        return self.current().filter(Q(archived=False) | Q(pk=chosen))


class LossReasonQuerySet(OfferedQuerySet):
    """Why records are lost."""


class RecurringPlanQuerySet(OfferedQuerySet):
    """Over how many months revenue recurs."""


class StageQuerySet(ConfigurationQuerySet):
    def current(self) -> Self:
        return self.filter(deleted_at=None)

    def allowed_for(self, team_id: int | None) -> Self:
        """Shared stages, and those of the team (01.3)."""
        shared = Q(teams=None)
        return self.current().filter(shared | Q(teams=team_id) if team_id else shared).distinct()

    def first_for(self, team_id: int | None) -> Any:
        """Where a new record begins: the first stage neither folded nor won, else the first that is not won (01.4)."""
        open_ones = self.allowed_for(team_id).filter(is_won=False).order_by("sequence", "id")
        return open_ones.filter(folded=False).first() or open_ones.first()

    def won_for(self, team_id: int | None) -> Any:
        """The first won stage of the team's own, else the first shared one (01.19)."""
        won = self.allowed_for(team_id).filter(is_won=True).order_by("sequence", "id")
        return (won.filter(teams=team_id).first() if team_id else None) or won.filter(teams=None).first()


class BoardTotalQuerySet(VisibleQuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(within_reach(user))


class TeamFollowerQuerySet(VisibleQuerySet):
    def visible_to(self, user) -> Self:
        """One's own."""
        return self.filter(user=user, team__archived=False, team__deleted_at=None)


class ShareQuerySet(HangingQuerySet):
    def live_on(self, lead) -> Self:
        """Those of the record that count today or later, in the order in which they were made."""
        rows = self.on(lead.noun, lead.pk).filter(Q(until=None) | Q(until__gte=now().date() - timedelta(days=1)))
        return rows.select_related("user", "team", "by").order_by("pk")
