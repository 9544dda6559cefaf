from unittest import mock

from django.db import OperationalError
from django.test import SimpleTestCase, TestCase

from piste.config import health


class HealthTest(SimpleTestCase):
    def test_it_answers_without_the_database(self):
        # SimpleTestCase refuses every query.
        answer = self.client.get("/health")
        self.assertEqual((answer.status_code, answer.json()), (200, {"status": "ok"}))


class ReadyTest(TestCase):
    def test_a_site_with_all_its_tables_is_ready(self):
        answer = self.client.get("/ready")
        self.assertEqual((answer.status_code, answer.json()), (200, {"status": "ok"}))

    def test_a_missing_migration_is_told(self):
        with mock.patch.object(health, "known", return_value={("kernel", "9999_later")}):
            answer = self.client.get("/ready")
        self.assertEqual((answer.status_code, answer.json()["reason"]), (503, "migrations"))

    def test_a_database_that_is_away_is_told(self):
        with mock.patch.object(health, "applied", side_effect=OperationalError):
            answer = self.client.get("/ready")
        self.assertEqual((answer.status_code, answer.json()["reason"]), (503, "database"))

    def test_every_applied_migration_is_known(self):
        self.assertEqual(health.applied() - health.known(), set())
