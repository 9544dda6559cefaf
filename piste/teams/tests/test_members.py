from datetime import date

from piste.accounts.models import User
from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.teams.models import Membership, Team
from piste.teams.reach import team_ids
from piste.teams.verbs.configuring import archive_team
from piste.teams.verbs.members import LeavesOtherTeam, add_member, edit_member, invite_member, remove_member
from piste.testing import CastTestCase


class MemberTest(CastTestCase):
    def teams_of(self, user):
        return {team.name for team in Team.objects.worked_by(user)}

    def test_a_person_works_in_several_teams_and_reaches_them(self):
        add_member(self.south, by=self.maya, user=self.ann)
        self.assertEqual(self.teams_of(self.ann), {"North", "South"})
        self.assertEqual(set(team_ids(self.ann)), {self.north.pk, self.south.pk})

    def test_joining_and_leaving_stand_on_the_teams_timeline(self):
        membership = add_member(self.south, by=self.maya, user=self.ann)
        remove_member(membership, by=self.maya)
        told = Event.objects.on_threads("team", [self.south.pk]).order_by("id")
        self.assertEqual([event.name for event in told], ["membership.created", "membership.ended"])
        self.assertEqual({event.facts["member"] for event in told}, {"Ann"})

    def test_a_second_membership_is_refused(self):
        with self.assertRaisesMessage(Refused, "Ann is already in team North."):
            add_member(self.north, by=self.maya, user=self.ann)

    def test_who_left_can_join_again_and_both_stays_are_kept(self):
        remove_member(Membership.objects.get(user=self.ann), by=self.maya)
        self.assertEqual(self.teams_of(self.ann), set())
        add_member(self.north, by=self.maya, user=self.ann)
        self.assertEqual(Membership.objects.filter(user=self.ann, team=self.north).count(), 2)

    def test_leaving_twice_is_refused(self):
        membership = Membership.objects.get(user=self.ann)
        remove_member(membership, by=self.maya)
        with self.assertRaises(Refused):
            remove_member(membership, by=self.maya)

    def test_observers_and_outsiders_join_no_team(self):
        for user in (self.olga, self.otto):
            with self.subTest(user=user), self.assertRaises(Refused):
                add_member(self.north, by=self.maya, user=user)

    def test_nobody_joins_an_archived_team(self):
        archive_team(self.south, by=self.maya)
        with self.assertRaisesMessage(Refused, "is archived"):
            add_member(self.south, by=self.maya, user=self.ann)

    def test_undo_of_joining_ends_the_membership_and_undo_of_leaving_returns_it(self):
        membership = add_member(self.south, by=self.maya, user=self.ann)
        undo(membership.last_event.change_set, by=self.maya)
        self.assertEqual(self.teams_of(self.ann), {"North"})
        former = Membership.objects.get(user=self.ann, team=self.north)
        remove_member(former, by=self.maya)
        undo(former.last_event.change_set, by=self.maya)
        self.assertEqual(self.teams_of(self.ann), {"North"})


class OneTeamTest(CastTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.site.one_team_per_person = True
        cls.site.save()

    def test_leaving_the_other_team_is_asked_first(self):
        with self.assertRaisesMessage(LeavesOtherTeam, "Ann leaves North"):
            add_member(self.south, by=self.maya, user=self.ann)
        self.assertEqual(Team.objects.worked_by(self.ann).get(), self.north)

    def test_then_the_new_membership_replaces_the_former_in_one_change_set(self):
        membership = add_member(self.south, by=self.maya, user=self.ann, replace=True)
        self.assertEqual(Team.objects.worked_by(self.ann).get(), self.south)
        undo(membership.last_event.change_set, by=self.maya)
        self.assertEqual(Team.objects.worked_by(self.ann).get(), self.north)


class CapacityTest(CastTestCase):
    def setUp(self):
        self.membership = Membership.objects.get(user=self.ann, team=self.north)

    def test_capacity_and_absence_are_changed_told_and_undone(self):
        edit_member(self.membership, by=self.maya, capacity=120, absent_from=date(2026, 7, 1))
        event = self.membership.last_event
        self.assertEqual((event.name, event.changes["capacity"]), ("membership.edited", [30, 120]))
        undo(event.change_set, by=self.maya)
        self.membership.refresh_from_db()
        self.assertEqual((self.membership.capacity, self.membership.absent_from), (30, None))

    def test_a_capacity_is_whole_and_not_below_zero(self):
        for wrong in (-1, 2.5, 40_000):
            with self.subTest(capacity=wrong), self.assertRaises(Refused):
                edit_member(self.membership, by=self.maya, capacity=wrong)

    def test_an_absence_does_not_end_before_it_begins(self):
        with self.assertRaisesMessage(Refused, "ends before it begins"):
            edit_member(self.membership, by=self.maya, absent_from=date(2026, 7, 2), absent_until=date(2026, 7, 1))

    def test_an_absence_may_be_open_at_either_end(self):
        days = [date(2026, 7, day) for day in (1, 2, 3, 4)]
        for first, last, away in ((2, 3, [2, 3]), (3, None, [3, 4]), (None, 2, [1, 2]), (None, None, [])):
            with self.subTest(first=first, last=last):
                self.membership.absent_from = first and date(2026, 7, first)
                self.membership.absent_until = last and date(2026, 7, last)
                self.assertEqual([day.day for day in days if self.membership.is_absent(day)], away)


class InvitedMemberTest(CastTestCase):
    def test_a_new_salesperson_is_made_in_place_and_joins_with_his_invitation(self):
        invitation = invite_member(self.south, by=self.root, name="Eve", email="eve@example.com", language="fr")
        eve = invitation.user
        self.assertEqual((eve.state, eve.role, eve.language), ("invited", "own", "fr"))
        self.assertTrue(Membership.objects.active().filter(team=self.south, user=eve).exists())
        self.assertEqual(self.teams_told(), ["membership.created"])

    def teams_told(self):
        return [event.name for event in Event.objects.on_threads("team", [self.south.pk])]

    def test_nobody_is_invited_into_an_archived_team(self):
        archive_team(self.south, by=self.maya)
        with self.assertRaisesMessage(Refused, "is archived"):
            invite_member(self.south, by=self.root, name="Eve", email="eve@example.com", language="fr")
        self.assertFalse(User.objects.filter(email="eve@example.com").exists())
