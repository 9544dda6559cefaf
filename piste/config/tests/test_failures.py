"""What is said while the database is away, or full (15.B2, 15.B3)."""

import errno
from unittest import mock

from django.db import OperationalError
from django.test import SimpleTestCase

from piste import cli
from piste.accounts.models import Site
from piste.config import supervisor


def failing(error: Exception):
    return mock.patch.object(Site, "current", side_effect=error)


AWAY = OperationalError("connection refused at 10.0.0.1")


class BackSoonTest(SimpleTestCase):
    def setUp(self) -> None:
        self.client.raise_request_exception = False

    def test_a_page_says_back_soon_and_nothing_of_the_machine(self):
        with failing(AWAY):
            answer = self.client.get("/pipeline/?scope=all")
        self.assertContains(answer, "Back soon", status_code=503)
        self.assertContains(answer, 'href="/pipeline/?scope=all"', status_code=503)
        self.assertNotContains(answer, "10.0.0.1", status_code=503)
        self.assertEqual(answer["Retry-After"], "10")

    def test_a_page_speaks_the_language_of_the_browser(self):
        with failing(AWAY):
            answer = self.client.get("/pipeline/", headers={"Accept-Language": "fr-FR,fr;q=0.9"})
        self.assertContains(answer, "De retour bientôt", status_code=503)

    def test_a_part_of_a_page_says_it_in_a_toast(self):
        with failing(AWAY):
            answer = self.client.get("/pipeline/", headers={"HX-Request": "true"})
        self.assertEqual((answer.status_code, answer.content), (503, b""))
        self.assertIn("cannot reach its database", answer["HX-Trigger"])

    def test_the_api_answers_with_a_problem(self):
        with failing(AWAY):
            answer = self.client.get("/api/v1/leads")
        self.assertEqual((answer.status_code, answer["Content-Type"]), (503, "application/problem+json"))
        self.assertEqual(answer.json()["code"], "away")

    def test_a_full_disk_is_named(self):
        with failing(OSError(errno.ENOSPC, "No space left on device")):
            answer = self.client.get("/pipeline/")
        self.assertContains(answer, "no room left", status_code=503)

    def test_a_command_says_it_in_one_sentence(self):
        with (
            mock.patch.object(cli, "execute_from_command_line", side_effect=AWAY),
            mock.patch("sys.stderr") as told,
        ):
            self.assertEqual(cli.main(["user", "list"]), 1)
        written = "".join(call.args[0] for call in told.write.call_args_list)
        self.assertEqual(written, "piste: the database cannot be used: connection refused at 10.0.0.1\n")


def interrupted() -> None:
    raise KeyboardInterrupt


def test_ctrl_c_while_the_database_is_prepared_prints_no_trace(capfd):
    assert supervisor.run(interrupted) == 130
    assert capfd.readouterr().err == ""
