from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.teams.models import Team
from piste.teams.verbs.configuring import (
    archive_team,
    create_team,
    edit_team,
    make_default,
    move_team,
    trash_team,
    unarchive_team,
)
from piste.testing import CastTestCase


class TeamTest(CastTestCase):
    def names(self):
        return [team.name for team in Team.objects.current()]

    def test_a_new_team_is_the_last_one(self):
        team = create_team(by=self.maya, name_en=" East ", name_fr="Est", leader=self.maya, colour=3)
        self.assertEqual((team.name_en, self.names()[-1]), ("East", "East"))
        self.assertEqual(Event.objects.get(name="team.created").changes["leader"], [None, self.maya.pk])

    def test_a_team_needs_a_name_and_a_leader_who_sells(self):
        for values, field in (({"name_en": " "}, "name_en"), ({"name_en": "East", "leader": self.olga}, "leader")):
            with self.subTest(values=values), self.assertRaises(Refused) as refused:
                create_team(by=self.maya, **values)
            self.assertEqual(refused.exception.field, field)
        with self.assertRaises(Refused):
            edit_team(self.north, by=self.maya, name_en="", name_fr="")

    def test_teams_stand_in_the_order_given_by_hand(self):
        self.assertEqual(self.names(), ["Sales", "North", "South"])
        move_team(self.south, by=self.maya, place=0)
        self.assertEqual(self.names(), ["South", "Sales", "North"])
        move_team(self.south, by=self.maya, place=2)
        self.assertEqual(self.names(), ["Sales", "North", "South"])
        undo(self.south.last_event.change_set, by=self.maya)
        self.assertEqual(self.names(), ["South", "Sales", "North"])

    def test_the_default_team_is_the_one_made_it_last_and_undo_gives_back_the_one_before(self):
        before = Team.objects.default()
        make_default(self.north, by=self.maya)
        self.assertEqual(Team.objects.default(), self.north)
        undo(self.north.last_event.change_set, by=self.maya)
        self.assertEqual(Team.objects.default(), before)

    def test_the_default_team_is_neither_archived_nor_deleted(self):
        for act in (archive_team, trash_team):
            with self.subTest(act=act.__name__), self.assertRaisesMessage(Refused, "is the default team"):
                act(Team.objects.default(), by=self.maya)

    def test_an_archived_team_is_not_offered_and_not_made_the_default(self):
        archive_team(self.north, by=self.maya)
        self.assertNotIn("North", self.names())
        with self.assertRaisesMessage(Refused, "is archived"):
            make_default(self.north, by=self.maya)
        unarchive_team(self.north, by=self.maya)
        self.assertIn("North", self.names())

    def test_a_team_without_records_can_be_deleted_and_comes_back_by_undo(self):
        trash_team(self.south, by=self.maya)
        self.assertNotIn("South", self.names())
        undo(self.south.last_event.change_set, by=self.maya)
        self.assertIn("South", self.names())
