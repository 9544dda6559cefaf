from piste.activities.models import Activity
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.tests.test_closing import planned
from piste.pipeline.verbs.closing import mark_lost, mark_won
from piste.pipeline.verbs.storing import (
    archive,
    archive_many,
    trash,
    trash_many,
    unarchive,
    unarchive_many,
    untrash,
    untrash_many,
)


class StoringTest(PipelineTestCase):
    def tearDown(self):
        self.assertEqual(totals.differences(), {})

    def state_of(self, activity):
        return Activity.objects.get(pk=activity.pk).state

    def test_an_archived_record_keeps_its_outcome_and_leaves_the_board_with_its_plans(self):
        activity = planned(self.lead, self.ann, 1)
        archive(self.lead, by=self.ann)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.outcome, self.lead.probability, self.lead.archived), ("open", 10, True))
        self.assertFalse(Lead.objects.board().filter(pk=self.lead.pk).exists())
        self.assertEqual(self.state_of(activity), "cancelled")
        unarchive(self.lead, by=self.ann)
        self.assertTrue(Lead.objects.board().filter(pk=self.lead.pk).exists())
        self.assertEqual(self.state_of(activity), "open")

    def test_plans_of_a_closed_record_do_not_return_with_it(self):
        activity = planned(self.lead, self.ann, 1)
        mark_lost(self.lead, by=self.ann)
        archive(self.lead, by=self.ann)
        unarchive(self.lead, by=self.ann)
        self.assertEqual(self.state_of(activity), "cancelled")

    def test_what_is_archived_already_says_so(self):
        archive(self.lead, by=self.ann)
        with self.assertRaisesMessage(Refused, "already archived"):
            archive(self.lead, by=self.ann)
        with self.assertRaisesMessage(Refused, "not archived"):
            unarchive(self.bens, by=self.ben)

    def test_many_are_archived_and_the_others_named_with_the_reason(self):
        archive(self.lead, by=self.ann)
        result = archive_many(Lead.objects.all(), by=self.maya)
        self.assertEqual({lead.pk for lead in result.done}, {self.bens.pk, self.zoes.pk})
        self.assertEqual(result.skipped, [(self.lead, "This record is already archived.")])
        back = unarchive_many(Lead.objects.all(), by=self.maya)
        self.assertEqual((len(back.done), Lead.objects.filter(archived=True).count()), (3, 0))

    def test_a_won_record_keeps_its_chance_in_the_archive(self):
        mark_won(self.lead, by=self.ann)
        archive(self.lead, by=self.ann)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.outcome, self.lead.probability), ("won", 100))

    def test_the_trash_hides_a_record_from_everybody_and_gives_it_back(self):
        activity = planned(self.lead, self.ann, 1)
        trash(self.lead, by=self.maya)
        self.assertFalse(Lead.objects.visible_to(self.root).filter(pk=self.lead.pk).exists())
        self.assertEqual(list(Lead.objects.trashed_for(self.maya)), [self.lead])
        self.assertEqual(list(Lead.objects.trashed_for(self.ann)), [])
        with self.assertRaisesMessage(Refused, "already in the trash"):
            trash(self.lead, by=self.maya)
        untrash(self.lead, by=self.maya)
        self.assertTrue(Lead.objects.visible_to(self.ann).filter(pk=self.lead.pk).exists())
        self.assertEqual(self.state_of(activity), "open")
        with self.assertRaisesMessage(Refused, "not in the trash"):
            untrash(self.lead, by=self.maya)

    def test_many_come_out_of_the_trash_with_their_activities(self):
        activity = planned(self.lead, self.ann, 1)
        trash_many(Lead.objects.filter(pk__in=[self.lead.pk, self.bens.pk]), by=self.maya)
        back = untrash_many(Lead._base_manager.filter(pk__in=[self.lead.pk, self.zoes.pk]), by=self.maya)
        self.assertEqual([lead.pk for lead in back.done], [self.lead.pk])
        self.assertEqual([lead.pk for lead, _reason in back.skipped], [self.zoes.pk])
        self.assertEqual(self.state_of(activity), "open")

    def test_undo_takes_it_out_of_the_trash(self):
        trash(self.lead, by=self.maya)
        undo(self.lead.last_event.change_set, by=self.maya)
        self.lead.refresh_from_db()
        self.assertIsNone(self.lead.deleted_at)
