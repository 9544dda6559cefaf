from decimal import Decimal

from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.teams.models import Team
from piste.teams.verbs.configuring import create_team, edit_team, trash_team
from piste.testing import CastTestCase


class AliasTest(CastTestCase):
    def test_the_default_team_answers_to_sales(self):
        self.assertEqual(Team.objects.default().alias, "sales")

    def test_an_alias_is_of_one_team(self):
        edit_team(self.north, by=self.maya, alias=" North.Deals ")
        self.assertEqual(self.north.alias, "north.deals")
        with self.assertRaisesMessage(Refused, "“north.deals” is used by team North."):
            edit_team(self.south, by=self.maya, alias="NORTH.deals")
        with self.assertRaisesMessage(Refused, "is used by team"):
            create_team(by=self.maya, name_en="East", alias="sales")

    def test_an_alias_of_a_deleted_team_is_free_and_its_undo_is_refused_then(self):
        edit_team(self.south, by=self.maya, alias="south")
        trash_team(self.south, by=self.maya)
        edit_team(self.north, by=self.maya, alias="south")
        with self.assertRaises(Refused):
            undo(self.south.last_event.change_set, by=self.maya)

    def test_illegal_signs_and_addresses_of_users_are_refused_beside_the_field(self):
        for wrong in ("two words", "a@b", "é", "x" * 65, "ann"):
            with self.subTest(alias=wrong), self.assertRaises(Refused) as refused:
                edit_team(self.north, by=self.maya, alias=wrong)
            self.assertEqual(refused.exception.field, "alias")

    def test_any_number_of_teams_has_none(self):
        edit_team(self.north, by=self.maya, alias="")
        edit_team(self.south, by=self.maya, alias="")
        self.assertEqual(Team.objects.filter(alias="").count(), 2)

    def test_a_target_below_zero_is_refused(self):
        with self.assertRaisesMessage(Refused, "below zero"):
            edit_team(self.north, by=self.maya, monthly_target=Decimal(-1))
