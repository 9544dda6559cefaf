from datetime import timedelta

from piste.history.models import ChangeSet, Event
from piste.kernel.clock import now
from piste.pipeline.stage_times import seconds_in_stages
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.moving import move

DAY = 24 * 3600


class StageTimesTest(PipelineTestCase):
    def setUp(self):
        self.begin = now() - timedelta(days=10)

    def at_day(self, day):
        """Tells the last event as if it had happened so many days after the begin."""
        Event.objects.filter(pk=self.lead.last_event.pk).update(at=self.begin + timedelta(days=day))

    def moved(self, stage, day):
        move(self.lead, by=self.ann, stage=stage)
        self.at_day(day)

    def test_the_running_time_counts_and_coming_back_adds_up(self):
        Event.objects.filter(row_id=self.lead.pk, name="lead.created").update(at=self.begin)
        self.moved(self.qualified, day=1)
        self.moved(self.new, day=3)
        self.moved(self.qualified, day=6)
        with self.assertNumQueries(1):
            times = seconds_in_stages(self.lead)
        self.assertEqual(set(times), {self.new.pk, self.qualified.pk})
        self.assertEqual(times[self.new.pk], 4 * DAY)
        self.assertAlmostEqual(times[self.qualified.pk], 6 * DAY, delta=5)

    def test_the_time_of_a_closed_record_stands_still(self):
        Event.objects.filter(row_id=self.lead.pk, name="lead.created").update(at=self.begin)
        mark_lost(self.lead, by=self.ann)
        self.lead.closed_at = self.begin + timedelta(days=2)
        self.assertEqual(seconds_in_stages(self.lead), {self.new.pk: 2 * DAY})

    def test_a_record_without_events_counts_from_its_creation(self):
        Event.objects.all().delete()
        ChangeSet.objects.all().delete()
        self.lead.created_at = self.begin
        self.assertAlmostEqual(seconds_in_stages(self.lead)[self.new.pk], 10 * DAY, delta=5)
