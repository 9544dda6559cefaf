import os
from pathlib import Path
from unittest import mock

from django.test import SimpleTestCase

from piste.config import environment as env


def having(**variables: str):
    return mock.patch.dict(os.environ, variables)


class EnvironmentTest(SimpleTestCase):
    def test_an_empty_variable_counts_as_not_set(self):
        with having(PISTE_PORT=""):
            self.assertEqual(env.number("PISTE_PORT", 8000), 8000)

    def test_a_wrong_value_is_named_with_what_is_expected(self):
        with having(PISTE_PORT="http"), self.assertRaises(env.WrongSetting) as wrong:
            env.number("PISTE_PORT", 8000, least=1, most=65535)
        self.assertEqual(str(wrong.exception), "PISTE_PORT is 'http'; expected a whole number from 1 to 65535.")

    def test_a_secret_may_stand_in_a_file(self):
        with having(PISTE_SMTP_PASSWORD_FILE=__file__):
            self.assertEqual(env.text("PISTE_SMTP_PASSWORD"), Path(__file__).read_text().strip())

    def test_a_misspelt_variable_is_told_with_the_nearest_name(self):
        env.number("PISTE_PORT", 8000)
        with having(PISTE_PROT="80"):
            self.assertEqual(env.unknown(), ["PISTE_PROT is not a setting of Piste; did you mean PISTE_PORT?"])

    def test_without_an_address_the_database_is_a_file_in_the_data_folder(self):
        self.assertEqual(env.database("", Path("/data"))["NAME"], Path("/data/piste.sqlite3"))

    def test_an_address_of_postgresql_may_name_a_socket(self):
        database = env.database("postgresql://ann:p%40ss@/crm?host=/run/db", Path("/data"))
        self.assertEqual(
            [database[key] for key in ("USER", "PASSWORD", "NAME", "HOST")], ["ann", "p@ss", "crm", "/run/db"]
        )

    def test_an_address_that_is_none_is_refused(self):
        for url in (
            *("mysql://localhost/crm", "crm", "postgresql://localhost:port/crm", "postgresql://[::1/crm"),
            *("sqlite:", "sqlite://crm.sqlite3", "sqlite:///"),
        ):
            with self.subTest(url), self.assertRaises(env.WrongSetting):
                env.database(url, Path("/data"))
