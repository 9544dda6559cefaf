from piste.history.models import ChangeSet, Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead, Stage
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_lost, mark_won
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.moving import move
from piste.pipeline.verbs.stages import create_stage, delete_stage, edit_stage, order_stages, targets_of
from piste.pipeline.verbs.storing import archive, trash


class StagesTest(PipelineTestCase):
    def tearDown(self):
        self.assertEqual(totals.differences(), {})

    def newest(self):
        return ChangeSet.objects.latest("id")

    def outcomes(self):
        return dict(Lead.objects.values_list("title", "outcome"))

    def test_a_new_stage_stands_after_the_others_of_its_kind(self):
        stage = create_stage(by=self.maya, name_en="Negotiation")
        self.assertEqual(
            [one.name for one in Stage.objects.all()], ["New", "Qualified", "Proposition", "Negotiation", "Won"]
        )
        self.assertEqual(Event.objects.get(name="stage.created").row_id, stage.pk)

    def test_a_stage_needs_a_name(self):
        with self.assertRaisesMessage(Refused, "needs a name"):
            create_stage(by=self.maya, name_en=" ")
        with self.assertRaisesMessage(Refused, "needs a name"):
            edit_stage(self.new, by=self.maya, name_en="", name_fr="")

    def test_the_order_is_kept_and_undone(self):
        order_stages([self.proposition.pk, self.new.pk], by=self.maya)
        self.assertEqual([one.name for one in Stage.objects.all()], ["Proposition", "New", "Qualified", "Won"])
        undo(self.newest(), by=self.maya)
        self.assertEqual([one.name for one in Stage.objects.all()], ["New", "Qualified", "Proposition", "Won"])

    def test_setting_the_won_flag_wins_the_open_records_of_the_stage_in_one_change_set(self):
        move(self.lead, by=self.ann, stage=self.proposition)
        move(self.bens, by=self.ben, stage=self.proposition)
        mark_lost(self.bens, by=self.ben)
        lead = create(by=self.ann, title="Only a lead", kind=Lead.Kind.LEAD, stage=self.proposition)
        edit_stage(self.proposition, by=self.maya, is_won=True)
        self.assertEqual(
            self.outcomes(), {"Forklifts": "won", "Scanners": "lost", "Sensors": "open", "Only a lead": "open"}
        )
        lead.refresh_from_db()
        self.assertEqual(lead.stage, self.new)
        undo(self.newest(), by=self.maya)
        self.lead.refresh_from_db()
        self.proposition.refresh_from_db()
        self.assertEqual((self.lead.outcome, self.lead.probability), ("open", 60))
        self.assertFalse(self.proposition.is_won)

    def test_clearing_the_won_flag_opens_the_won_records_of_the_stage(self):
        other = create_stage(by=self.maya, name_en="Signed", is_won=True)
        mark_won(self.lead, by=self.ann)
        archive(self.lead, by=self.ann)
        edit_stage(self.won, by=self.maya, is_won=False)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.outcome, self.lead.closed_at, self.lead.archived), ("open", None, True))
        self.assertTrue(other.is_won)

    def test_the_last_shared_stage_of_a_kind_stays(self):
        for act in (
            lambda: edit_stage(self.won, by=self.maya, is_won=False),
            lambda: edit_stage(self.won, by=self.maya, teams=[self.north]),
            lambda: delete_stage(self.won, by=self.maya, target=None),
        ):
            with self.assertRaisesMessage(Refused, "Piste needs one shared stage of this kind."):
                act()
            self.won = Stage.objects.get(pk=self.won.pk)
        self.assertTrue(self.won.is_won)
        self.assertEqual(self.won.teams.count(), 0)
        for stage in (self.qualified, self.proposition):
            delete_stage(stage, by=self.maya)
        with self.assertRaises(Refused):
            edit_stage(self.new, by=self.maya, teams=[self.north])

    def test_a_stage_that_holds_records_is_deleted_with_a_target_for_all_of_them(self):
        mark_lost(self.bens, by=self.ben)
        archive(self.zoes, by=self.zoe)
        gone = create(by=self.ann, title="In the trash")
        trash(gone, by=self.maya)
        with self.assertRaisesMessage(Refused, "holds records"):
            delete_stage(self.new, by=self.maya)
        delete_stage(self.new, by=self.maya, target=self.qualified)
        self.assertEqual(set(Lead._base_manager.values_list("stage", flat=True)), {self.qualified.pk})
        self.assertEqual(
            self.outcomes(), {"Forklifts": "open", "Scanners": "lost", "Sensors": "open", "In the trash": "open"}
        )
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.probability, 30)
        undo(self.newest(), by=self.maya)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.stage, self.lead.probability), (self.new, 10))
        self.assertIsNone(Stage.objects.get(pk=self.new.pk).deleted_at)

    def test_records_go_to_a_stage_of_their_kind_that_their_teams_use(self):
        northern = create_stage(by=self.maya, name_en="Northern", teams=[self.north])
        both = create_stage(by=self.maya, name_en="Both", teams=[self.north, self.south])
        self.assertEqual(targets_of(self.new), [self.qualified, self.proposition])
        self.assertEqual(targets_of(northern), [self.new, self.qualified, self.proposition, both])
        with self.assertRaisesMessage(Refused, "cannot stand in “Won”"):
            delete_stage(self.new, by=self.maya, target=self.won)
