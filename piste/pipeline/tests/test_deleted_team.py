from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead, Stage
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.stages import create_stage
from piste.teams.verbs.configuring import archive_team, trash_team


class DeletedTeamTest(PipelineTestCase):
    """05.3: archive instead, or another team takes what belongs to it."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.own = create_stage(by=cls.maya, name_en="Tender", teams=[cls.north])
        Lead.objects.filter(pk=cls.bens.pk).update(stage=cls.own)
        totals.rebuild()

    def test_a_team_with_records_is_not_deleted_without_somebody_who_takes_them(self):
        with self.assertRaisesMessage(Refused, "Choose a team that takes them"):
            trash_team(self.north, by=self.maya)

    def test_the_other_team_takes_records_and_stages_and_nothing_changes_its_stage(self):
        trash_team(self.north, by=self.maya, into=self.south)
        self.assertEqual(set(Lead.objects.values_list("team", flat=True)), {self.south.pk})
        self.bens.refresh_from_db()
        self.assertEqual((self.bens.stage, self.bens.owner), (self.own, self.ben))
        self.assertEqual(list(self.own.teams.all()), [self.south])
        self.assertEqual(totals.differences(), {})

    def test_undo_gives_all_back(self):
        trash_team(self.north, by=self.maya, into=self.south)
        undo(self.north.last_event.change_set, by=self.maya)
        self.north.refresh_from_db()
        self.assertIsNone(self.north.deleted_at)
        self.assertEqual(Lead.objects.filter(team=self.north).count(), 2)
        self.assertEqual(list(Stage.objects.get(pk=self.own.pk).teams.all()), [self.north])
        self.assertEqual(totals.differences(), {})

    def test_neither_itself_nor_an_archived_team_takes_them(self):
        with self.assertRaises(Refused):
            trash_team(self.north, by=self.maya, into=self.north)
        archive_team(self.south, by=self.maya)
        with self.assertRaises(Refused):
            trash_team(self.north, by=self.maya, into=self.south)
