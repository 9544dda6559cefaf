from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.teams.models import Membership, Team
from piste.teams.reach import team_ids
from piste.teams.verbs.configuring import archive_team
from piste.teams.verbs.members import LeavesOtherTeam, add_member, remove_member
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
