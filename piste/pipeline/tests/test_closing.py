from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from piste.activities.models import Activity, ActivityType
from piste.history.models import Event
from piste.history.recording import created, verb
from piste.history.undo import undo
from piste.kernel.clock import now, today
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead, Stage
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_lost, mark_lost_many, mark_won, restore, restore_many
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.moving import move


@verb
def planned(lead, user, days):
    day = today(user) + timedelta(days=days)
    activity = Activity(type=ActivityType.objects.first(), summary="Call", assignee=user, due_on=day)
    activity.thread_noun, activity.thread_id = lead.thread
    created(activity, by=user)
    return activity


class ClosingTest(PipelineTestCase):
    def tearDown(self):
        self.assertEqual(totals.differences(), {})

    def test_a_lost_lead_keeps_its_stage_and_reason_and_tells_its_history(self):
        mark_lost(self.lead, by=self.ann, reason=self.price, note="budget cut")
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.outcome, self.lead.lost_reason), ("lost", self.price))
        self.assertEqual((self.lead.probability, self.lead.stage), (0, self.new))
        self.assertAlmostEqual(self.lead.closed_at, now(), delta=timedelta(seconds=5))
        self.assertEqual(Event.objects.get(name="lead.lost").facts["note"], "budget cut")

    def test_losing_cancels_open_activities_and_restoring_returns_those_not_past_their_day(self):
        late, later = planned(self.lead, self.ann, -1), planned(self.lead, self.ann, 3)
        mark_lost(self.lead, by=self.ann)
        self.lead.refresh_from_db()
        self.assertIsNone(self.lead.next_activity)
        restore(self.lead, by=self.ann)
        states = {activity.pk: activity.state for activity in Activity.objects.all()}
        self.assertEqual(states, {late.pk: "cancelled", later.pk: "open"})
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.next_activity, later)

    def test_won_is_certain_and_stands_in_the_won_stage(self):
        mark_won(self.lead, by=self.ann)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.outcome, self.lead.probability, self.lead.stage), ("won", 100, self.won))
        self.assertEqual(self.lead.weighted_revenue, Decimal(1000))

    def test_a_named_stage_must_be_a_won_one_that_the_team_uses(self):
        with self.assertRaisesMessage(Refused, "“Qualified” is no won stage."):
            mark_won(self.lead, by=self.ann, stage=self.qualified)
        southern = Stage.objects.create(name_en="Signed", sequence=80, is_won=True)
        southern.teams.set([self.south])
        with self.assertRaisesMessage(Refused, "belongs to team South"):
            mark_won(self.lead, by=self.ann, stage=southern)

    def test_won_on_a_won_record_says_so(self):
        mark_won(self.lead, by=self.ann)
        with self.assertRaisesMessage(Refused, "already won"):
            mark_won(self.lead, by=self.ann)

    def test_a_lead_is_converted_before_it_is_won(self):
        Lead.objects.filter(pk=self.lead.pk).update(kind="lead")
        totals.rebuild()
        with self.assertRaisesMessage(Refused, "Convert this lead"):
            mark_won(self.lead, by=self.ann)

    def test_losing_a_won_record_puts_it_back_where_it_stood_before(self):
        move(self.lead, by=self.ann, stage=self.proposition)
        mark_won(self.lead, by=self.ann)
        mark_lost(self.lead, by=self.ann)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.outcome, self.lead.stage), ("lost", self.proposition))

    def test_only_what_is_lost_can_be_restored(self):
        with self.assertRaisesMessage(Refused, "Only a lost record"):
            restore(self.lead, by=self.ann)

    def test_undo_of_lost_gives_back_outcome_chance_and_activities(self):
        activity = planned(self.lead, self.ann, 2)
        mark_lost(self.lead, by=self.ann, reason=self.price)
        undo(self.lead.last_event.change_set, by=self.ann)
        self.lead.refresh_from_db()
        activity.refresh_from_db()
        self.assertEqual((self.lead.outcome, self.lead.probability, activity.state), ("open", 10, "open"))
        self.assertEqual(self.lead.next_activity, activity)

    def test_many_are_lost_in_one_change_set_with_a_fixed_number_of_statements(self):
        with CaptureQueriesContext(connection) as few:
            mark_lost_many(Lead.objects.filter(pk=self.lead.pk), by=self.maya, reason=self.price)
        for place in range(5):
            create(by=self.ann, title=f"Number {place}")
        with self.assertNumQueries(len(few)):
            result = mark_lost_many(Lead.objects.all(), by=self.maya, reason=self.price)
        self.assertEqual(len({lead.last_event.change_set_id for lead in result.done if lead.last_event}), 1)
        self.assertEqual(Lead.objects.filter(outcome="lost").count(), 8)
        back = restore_many(Lead.objects.all(), by=self.maya)
        self.assertEqual((len(back.done), back.skipped), (8, []))
