from typing import Self

from django.db.models import Q

from piste.kernel.search import SearchQuerySet
from piste.kernel.visibility import ConfigurationQuerySet, VisibleQuerySet
from piste.teams.reach import team_ids, wide_team_ids


def within_reach(user) -> Q:
    """The one rule of who sees a lead record (12.1): of a record, and of a line in the board's totals."""
    if user.only_team:
        return _by_role(user) & Q(team__in=[user.only_team])
    return _by_role(user)


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
        return self.filter(within_reach(user), deleted_at=None)

    def reach(self, user) -> Q:
        return within_reach(user)

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

    def first_for(self, team_id: int | None):
        """Where a new record begins: the first stage neither folded nor won, else the first that is not won (01.4)."""
        open_ones = self.allowed_for(team_id).filter(is_won=False).order_by("sequence", "id")
        return open_ones.filter(folded=False).first() or open_ones.first()

    def won_for(self, team_id: int | None):
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
