from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.core.management.base import CommandError

from piste.assignment import jobs
from piste.assignment.models import Assignment, Run
from piste.assignment.tests.cast import AssignmentTestCase
from piste.assignment.verbs.running import start
from piste.kernel.clock import now
from piste.pipeline.models import Lead


class ClockTest(AssignmentTestCase):
    def setUp(self):
        Assignment.objects.update(mode="by_clock", every=2, unit="hours")
        self.waiting("New")

    def given(self):
        return Lead.objects.exclude(owner=None).count()

    def test_it_runs_when_it_is_due_and_not_before(self):
        jobs.assign_when_due.func()
        self.assertEqual((self.given(), Run.objects.count()), (1, 1))
        jobs.assign_when_due.func()
        self.assertEqual(Run.objects.count(), 1)
        Run.objects.update(started_at=now() - timedelta(hours=2))
        jobs.assign_when_due.func()
        self.assertEqual(Run.objects.count(), 2)

    def test_every_minute_it_is_due_at_each_tick(self):
        """A run begins some milliseconds after its tick."""
        Assignment.objects.update(every=1, unit="minutes")
        jobs.assign_when_due.func()
        Run.objects.update(started_at=now() - timedelta(seconds=59))
        self.assertTrue(jobs.is_due())
        Run.objects.update(started_at=now() - timedelta(seconds=20))
        self.assertFalse(jobs.is_due())

    def test_by_button_only_it_never_runs_by_the_clock(self):
        Assignment.objects.update(mode="by_hand")
        jobs.assign_when_due.func()
        self.assertFalse(Run.objects.exists())

    def test_a_run_that_lost_its_worker_goes_on(self):
        run = start(by=self.maya)
        jobs.assign_when_due.func()
        self.assertTrue(Run.objects.get(pk=run.pk).at_work)
        Run.objects.update(beat_at=now() - timedelta(minutes=6))
        jobs.assign_when_due.func()
        run.refresh_from_db()
        self.assertEqual((run.at_work, run.given), (False, 1))

    def test_the_job_does_the_run_once(self):
        run = start(by=self.maya)
        jobs.assign.func(run.pk)
        jobs.assign.func(run.pk)
        run.refresh_from_db()
        self.assertEqual((run.at_work, run.given), (False, 1))

    def test_runs_are_kept_for_a_year(self):
        old, new = self.run_now(), self.run_now()
        Run.objects.filter(pk=old.pk).update(started_at=now() - timedelta(days=366))
        jobs.forget_old_runs.func()
        self.assertEqual(list(Run.objects.all()), [new])


class CommandTest(AssignmentTestCase):
    def said(self, *words):
        out = StringIO()
        call_command("assign", *words, stdout=out)
        return out.getvalue()

    def test_it_previews_and_gives(self):
        self.waiting("New")
        self.assertIn("North: Ann 1", self.said("--preview", "--team", "North"))
        self.assertFalse(Run.objects.exists())
        self.assertIn("North: Ann 1", self.said())
        self.assertEqual(Run.objects.get().given, 1)

    def test_a_team_that_takes_no_part_and_a_refusal_end_it(self):
        with self.assertRaisesMessage(CommandError, "South"):
            self.said("--team", "South")
        Assignment.objects.update(mode="off")
        with self.assertRaisesMessage(CommandError, "is off"):
            self.said()
