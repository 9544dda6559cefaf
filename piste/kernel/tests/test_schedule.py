from datetime import timedelta
from unittest import mock

from django.test import TestCase
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from piste.kernel import clock, jobs, schedule

PRUNE = jobs.forget_finished_jobs.module_path
RESUME = jobs.resume_jobs_past_their_lease.module_path


class ScheduleTest(TestCase):
    def setUp(self):
        self.now = clock.now()
        only = {name: job for name, job in schedule.jobs().items() if name in (PRUNE, RESUME)}
        self.enterContext(mock.patch.object(schedule, "_jobs", only))

    def waiting(self) -> list[str]:
        return sorted(DBTaskResult.objects.values_list("task_path", flat=True))

    def test_a_new_job_is_due_at_once_and_then_at_its_pace(self):
        self.assertEqual(sorted(schedule.queue_due(self.now)), sorted([PRUNE, RESUME]))
        self.assertEqual(schedule.queue_due(self.now + timedelta(minutes=4)), [])
        self.assertEqual(schedule.queue_due(self.now + timedelta(minutes=5)), [RESUME])

    def test_a_turn_that_another_scheduler_took_is_left_alone(self):
        schedule.queue_due(self.now)
        self.assertFalse(schedule._queue(PRUNE, schedule.jobs()[PRUNE], self.now))
        self.assertEqual(self.waiting(), sorted([PRUNE, RESUME]))

    def test_a_clock_that_was_a_year_ahead_does_not_stop_the_schedule_for_a_year(self):
        schedule.queue_due(self.now + timedelta(days=365))
        DBTaskResult.objects.all().delete()
        self.assertEqual(sorted(schedule.queue_due(self.now)), sorted([PRUNE, RESUME]))

    def test_the_clock_of_another_machine_may_be_ahead_a_little(self):
        schedule.queue_due(self.now + timedelta(minutes=1))
        self.assertEqual(schedule.queue_due(self.now), [])

    def test_turns_do_not_pile_up_while_no_worker_runs(self):
        for minutes in (0, 10, 20):
            schedule.queue_due(self.now + timedelta(minutes=minutes))
        self.assertEqual(self.waiting(), sorted([PRUNE, RESUME]))


class ResumeTest(TestCase):
    def running(self, *workers: str, since: timedelta = timedelta()) -> DBTaskResult:
        jobs.forget_finished_jobs.enqueue()
        job = DBTaskResult.objects.ready().get()
        job.status, job.worker_ids, job.started_at = TaskResultStatus.RUNNING, list(workers), clock.now() - since
        job.save()
        return job

    def status(self, job: DBTaskResult) -> str:
        job.refresh_from_db()
        return job.status

    def test_a_worker_that_begins_resumes_what_its_predecessor_left(self):
        mine, other = self.running("a"), self.running("b")
        jobs.resume_jobs_of("a")
        self.assertEqual((self.status(mine), self.status(other)), ("READY", "RUNNING"))

    def test_a_job_past_its_lease_is_resumed(self):
        late, fresh = self.running("a", since=timedelta(hours=2)), self.running("a")
        jobs.resume_jobs_past_their_lease.call()
        self.assertEqual((self.status(late), self.status(fresh)), ("READY", "RUNNING"))

    def test_a_job_that_kills_its_workers_fails_in_the_end(self):
        job = self.running("a", "a", "a")
        jobs.resume_jobs_of("a")
        self.assertEqual(self.status(job), "FAILED")
        self.assertIn("InterruptedError", job.exception_class_path)
