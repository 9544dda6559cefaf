from datetime import date
from decimal import Decimal

from piste.contacts.models import Company, Tag
from piste.history.models import ChangeSet, Event
from piste.history.undo import Conflicts, undo
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead, Stage
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.tests.test_closing import planned
from piste.pipeline.verbs.closing import mark_lost, mark_won
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.moving import FieldsMissing, move, move_many


class MovingTest(PipelineTestCase):
    def tearDown(self):
        self.assertEqual(totals.differences(), {})

    def reloaded(self):
        return Lead.objects.get(pk=self.lead.pk)

    def southern_stage(self):
        stage = Stage.objects.create(name_en="Southern", sequence=15)
        stage.teams.set([self.south])
        return stage

    def test_a_move_brings_the_chance_of_the_stage_and_its_time_begins(self):
        before = self.lead.stage_since
        move(self.lead, by=self.ann, stage=self.qualified)
        lead = self.reloaded()
        self.assertEqual((lead.stage, lead.probability, lead.outcome), (self.qualified, 30, "open"))
        self.assertGreater(lead.stage_since, before)
        self.assertEqual(Event.objects.get(name="lead.moved").changes["stage"], [self.new.pk, self.qualified.pk])

    def test_a_chance_set_by_hand_stays(self):
        edit(self.lead, by=self.ann, probability=Decimal(77))
        move(self.lead, by=self.ann, stage=self.proposition)
        self.assertEqual((self.reloaded().probability, self.reloaded().automatic_probability), (77, 60))

    def test_the_same_stage_is_no_move(self):
        move(self.lead, by=self.ann, stage=self.new)
        self.assertFalse(Event.objects.filter(name="lead.moved").exists())

    def test_a_won_stage_wins_and_open_activities_stay_open(self):
        activity = planned(self.lead, self.ann, 2)
        move(self.lead, by=self.ann, stage=self.won)
        lead = self.reloaded()
        self.assertEqual((lead.outcome, lead.probability, lead.next_activity), ("won", 100, activity))
        self.assertIsNotNone(lead.closed_at)
        self.assertTrue(Event.objects.filter(name="lead.won", row_id=lead.pk).exists())

    def test_leaving_a_won_stage_opens_it_again_with_an_automatic_chance(self):
        edit(self.lead, by=self.ann, probability=Decimal(77))
        mark_won(self.lead, by=self.ann)
        move(self.lead, by=self.ann, stage=self.qualified)
        lead = self.reloaded()
        self.assertEqual((lead.outcome, lead.closed_at), ("open", None))
        self.assertEqual((lead.probability, lead.probability_mode), (30, "automatic"))

    def test_between_two_won_stages_the_moment_of_winning_stays(self):
        paid = Stage.objects.create(name_en="Paid", sequence=80, is_won=True)
        mark_won(self.lead, by=self.ann)
        closed_at = self.reloaded().closed_at
        move(self.lead, by=self.ann, stage=paid)
        self.assertEqual((self.reloaded().closed_at, self.reloaded().stage), (closed_at, paid))

    def test_a_stage_of_another_team_is_refused_with_the_ones_to_choose_from(self):
        with self.assertRaisesMessage(Refused, "belongs to team South. Choose one of: New, Qualified"):
            move(self.lead, by=self.ann, stage=self.southern_stage())
        self.assertEqual(self.reloaded().stage, self.new)

    def test_a_lost_record_is_restored_before_it_moves(self):
        mark_lost(self.lead, by=self.ann)
        with self.assertRaisesMessage(Refused, "Restore this record"):
            move(self.lead, by=self.ann, stage=self.qualified)

    def test_the_later_of_two_moves_wins_and_both_are_told(self):
        seen_by_maya = self.reloaded()
        move(self.lead, by=self.ann, stage=self.qualified)
        move(seen_by_maya, by=self.maya, stage=self.proposition)
        self.assertEqual(self.reloaded().stage, self.proposition)
        moves = Event.objects.filter(name="lead.moved").order_by("id")
        self.assertEqual(
            [(event.change_set.by, event.changes["stage"]) for event in moves],
            [(self.ann, [self.new.pk, self.qualified.pk]), (self.maya, [self.qualified.pk, self.proposition.pk])],
        )
        with self.assertRaises(Conflicts):
            undo(moves[0].change_set, by=self.ann)
        undo(moves[1].change_set, by=self.maya)
        undo(moves[0].change_set, by=self.ann)
        self.assertEqual(self.reloaded().stage, self.new)

    def test_undo_of_a_drag_to_won_opens_it_again(self):
        move(self.lead, by=self.ann, stage=self.won)
        undo(self.lead.last_event.change_set, by=self.ann)
        lead = self.reloaded()
        self.assertEqual((lead.outcome, lead.stage, lead.probability, lead.closed_at), ("open", self.new, 10, None))


class RequiredFieldsTest(PipelineTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.proposition.required_fields = ["expected_closing", "company", "tags"]
        cls.proposition.save()

    def test_a_stage_asks_for_what_is_empty(self):
        with self.assertRaisesMessage(FieldsMissing, "needs: expected closing, company, tags") as missing:
            move(self.lead, by=self.ann, stage=self.proposition)
        self.assertEqual(missing.exception.names, ["expected_closing", "company", "tags"])

    def test_what_is_filled_on_the_way_belongs_to_the_same_act(self):
        company, tag = Company.objects.create(name="Logis Nord"), Tag.objects.first()
        before = ChangeSet.objects.count()
        filled = {"expected_closing": date(2027, 1, 2), "company": company, "tags": [tag]}
        move(self.lead, by=self.ann, stage=self.proposition, **filled)
        self.assertEqual(ChangeSet.objects.count(), before + 1)
        undo(self.lead.last_event.change_set, by=self.ann)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.stage, self.lead.company, self.lead.expected_closing), (self.new, None, None))

    def test_a_refused_move_fills_nothing(self):
        with self.assertRaises(FieldsMissing):
            move(self.lead, by=self.ann, stage=self.proposition, expected_closing=date(2027, 1, 2))
        self.lead.refresh_from_db()
        self.assertIsNone(self.lead.expected_closing)

    def test_many_move_and_those_that_lack_something_are_named(self):
        complete = create(by=self.ann, owner=self.ann, title="Complete", expected_closing=date(2027, 1, 2))
        self.proposition.required_fields = ["expected_closing"]
        self.proposition.save()
        result = move_many(Lead.objects.filter(owner=self.ann), by=self.ann, stage=self.proposition)
        self.assertEqual(result.done, [complete])
        self.assertEqual(result.skipped, [(self.lead, "Stage “Proposition” needs: expected closing.")])
