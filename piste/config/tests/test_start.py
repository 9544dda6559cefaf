import socket

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import SimpleTestCase, TestCase, override_settings

from piste.config import start
from piste.kernel.models import Release


class NewerDatabaseTest(TestCase):
    def test_a_newer_database_is_refused_with_both_versions(self):
        Release.objects.create(version="99.0.0")
        MigrationRecorder(connection).record_applied("kernel", "9999_later")
        with self.assertRaisesMessage(SystemExit, "(99.0.0, migration kernel.9999_later); this is 0.1.0."):
            start.refuse_newer_database()

    def test_the_database_of_this_version_is_taken(self):
        start.refuse_newer_database()


class PortTest(SimpleTestCase):
    def test_a_port_in_use_is_told_in_one_sentence(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            with override_settings(HOST="127.0.0.1", PORT=port), self.assertRaises(SystemExit) as told:
                start.check_port()
        self.assertEqual(
            str(told.exception),
            f"piste: PISTE_PORT is {port} on 127.0.0.1, which cannot be used (address already in use);"
            " expected a free port.",
        )

    def test_an_address_of_another_machine_is_told(self):
        with (
            override_settings(HOST="no such host"),
            self.assertRaisesMessage(SystemExit, "PISTE_HOST is 'no such host'"),
        ):
            start.check_port()
