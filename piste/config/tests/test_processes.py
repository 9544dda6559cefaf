"""What worker and scheduler do when the database does not let them write."""

import signal
import sqlite3
from unittest import SkipTest, TestCase, mock

from django.db import OperationalError, connection
from django.test import TransactionTestCase
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from piste.config import processes
from piste.config.processes import JobWorker
from piste.kernel import schedule
from piste.kernel.jobs import TRIES
from piste.kernel.models import Turn
from piste.kernel.patience import patiently

calls: list[str] = []


@task()
def counted() -> None:
    calls.append("counted")


@task()
def cut_off() -> None:
    calls.append("cut off")
    if len(calls) < TRIES:
        raise OperationalError("database is locked")


@task()
def never_done() -> None:
    calls.append("never done")
    raise OperationalError("database is locked")


class LockedTest(TransactionTestCase):
    """Another writer holds SQLite for longer than anybody waits for it."""

    serialized_rollback = True

    def setUp(self) -> None:
        if connection.vendor != "sqlite":
            raise SkipTest("PostgreSQL has many writers")
        calls.clear()
        connection.ensure_connection()
        self.waited = 0
        timeout = connection.settings_dict["OPTIONS"]["timeout"]
        connection.settings_dict["OPTIONS"]["timeout"] = 0.05
        self.addCleanup(connection.close)
        self.addCleanup(connection.settings_dict["OPTIONS"].__setitem__, "timeout", timeout)
        connection.close()
        self.other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        self.addCleanup(self.other.close)

    def lock(self) -> None:
        self.other.execute("BEGIN IMMEDIATE")

    def wait(self, _seconds: float) -> None:
        self.waited += 1
        if self.waited == 3:
            self.other.execute("ROLLBACK")

    def patiently(self, turn) -> None:
        with self.assertLogs("piste.kernel.patience", "WARNING"):
            patiently(turn, wait=self.wait)

    def test_the_worker_waits_and_goes_on(self) -> None:
        counted.enqueue()
        self.lock()
        self.patiently(JobWorker(batch=True).run)
        self.assertEqual((self.waited, calls), (3, ["counted"]))

    def test_the_scheduler_waits_and_goes_on(self) -> None:
        Turn.objects.all().delete()
        self.lock()
        self.patiently(schedule.queue_due)
        self.assertEqual((self.waited, Turn.objects.count()), (3, len(schedule.jobs())))

    def test_a_job_during_which_it_is_locked_is_taken_up_again(self) -> None:
        holder = self

        class Interrupted(JobWorker):
            def run_task(self, db_task_result: DBTaskResult) -> None:
                if not holder.waited:
                    holder.lock()
                super().run_task(db_task_result)

        counted.enqueue()
        self.patiently(Interrupted(batch=True).run)
        self.assertEqual(DBTaskResult.objects.get().status, "SUCCESSFUL")
        self.assertEqual(calls, ["counted", "counted"])

    def test_a_job_that_could_not_write_is_tried_again_and_not_for_ever(self) -> None:
        for one, status in ((cut_off, "SUCCESSFUL"), (never_done, "FAILED")):
            with self.subTest(one.name):
                calls.clear()
                one.enqueue()
                JobWorker(batch=True).run()
                self.assertEqual((DBTaskResult.objects.first().status, len(calls)), (status, TRIES))
                DBTaskResult.objects.all().delete()


class SchedulerInTheWorkerTest(TestCase):
    def test_a_worker_whose_schedule_stopped_ends_and_is_started_again(self):
        told = []
        self.addCleanup(signal.signal, signal.SIGTERM, signal.signal(signal.SIGTERM, lambda *_: told.append("end")))
        with mock.patch.object(processes, "scheduler", side_effect=ConnectionError), self.assertRaises(ConnectionError):
            processes._schedule_or_end()
        self.assertEqual(told, ["end"])
