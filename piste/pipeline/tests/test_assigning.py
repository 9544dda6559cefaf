from django.db import connection
from django.test.utils import CaptureQueriesContext

from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead, Stage
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.assigning import assign, assign_many
from piste.pipeline.verbs.closing import mark_lost, mark_won
from piste.pipeline.verbs.creating import create


class AssigningTest(PipelineTestCase):
    def tearDown(self):
        self.assertEqual(totals.differences(), {})

    def own_stage(self, team, *, is_won=False):
        stage = Stage.objects.create(name_en="Only here", sequence=15, is_won=is_won)
        stage.teams.set([team])
        return stage

    def test_a_new_owner_brings_his_team_and_since_when(self):
        before = self.lead.assigned_at
        assign(self.lead, by=self.maya, owner=self.zoe)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.owner, self.lead.team), (self.zoe, self.south))
        self.assertGreater(self.lead.assigned_at, before)
        self.assertEqual(Event.objects.get(name="lead.assigned").changes["owner"], [self.ann.pk, self.zoe.pk])

    def test_the_team_stays_when_the_owner_belongs_to_it(self):
        assign(self.lead, by=self.maya, owner=self.ben)
        self.assertEqual(self.lead.team, self.north)

    def test_without_owner_the_team_stays_and_nobody_has_it_since(self):
        assign(self.lead, by=self.ann, owner=None)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.owner, self.lead.team, self.lead.assigned_at), (None, self.north, None))

    def test_giving_it_to_the_same_owner_changes_nothing(self):
        before = self.lead.version
        assign(self.lead, by=self.maya, owner=self.ann)
        self.assertEqual(self.lead.version, before)
        self.assertFalse(Event.objects.filter(name="lead.assigned").exists())

    def test_what_somebody_gave_to_another_one_meanwhile_is_not_given_away_again(self):
        """00.22"""
        seen = self.lead.version
        assign(self.lead, by=self.maya, owner=self.ben, seen=seen)
        with self.assertRaisesMessage(Refused, "Maya changed “salesperson” meanwhile."):
            assign(self.lead, by=self.ann, owner=self.zoe, seen=seen)
        assign(self.lead, by=self.ann, owner=self.ben, seen=seen)
        assign(self.lead, by=self.ann, owner=self.zoe, seen=self.lead.version)
        self.assertEqual(self.lead.owner, self.zoe)

    def test_observers_outsiders_and_people_who_left_own_nothing(self):
        self.ben.is_active = False
        self.ben.save()
        for user in (self.olga, self.otto, self.ben):
            with self.assertRaisesMessage(Refused, "cannot own records"):
                assign(self.lead, by=self.maya, owner=user)

    def test_a_stage_of_the_former_team_is_replaced_by_the_first_of_the_new_one(self):
        Lead.objects.filter(pk=self.lead.pk).update(stage=self.own_stage(self.north))
        totals.rebuild()
        assign(self.lead, by=self.maya, owner=self.zoe)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.stage, self.lead.probability), (self.new, 10))

    def test_a_won_record_goes_to_the_won_stage_of_the_new_team_and_a_lost_one_stays_lost(self):
        won = self.own_stage(self.north, is_won=True)
        southern = self.own_stage(self.south, is_won=True)
        mark_won(self.lead, by=self.ann)
        self.assertEqual(self.lead.stage, won)
        assign(self.lead, by=self.maya, owner=self.zoe)
        self.assertEqual((self.lead.stage, self.lead.outcome), (southern, "won"))
        mark_lost(self.bens, by=self.ben)
        assign(self.bens, by=self.maya, owner=self.zoe)
        self.assertEqual(self.bens.outcome, "lost")

    def test_undo_gives_the_record_back(self):
        assign(self.lead, by=self.ann, owner=self.zoe)
        undo(self.lead.last_event.change_set, by=self.ann)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.owner, self.lead.team), (self.ann, self.north))

    def test_many_are_given_in_a_fixed_number_of_statements(self):
        with CaptureQueriesContext(connection) as few:
            assign_many(Lead.objects.filter(pk__in=[self.lead.pk]), by=self.maya, owner=self.zoe)
        for place in range(10):
            create(by=self.ann, owner=self.ann, title=f"Number {place}")
        with self.assertNumQueries(len(few.captured_queries)):
            result = assign_many(Lead.objects.filter(owner=self.ann), by=self.maya, owner=self.zoe)
        self.assertEqual(len(result.done), 10)
        self.assertEqual(len({lead.last_event.change_set_id for lead in result.done}), 1)
