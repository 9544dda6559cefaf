from pathlib import Path
from tempfile import TemporaryDirectory

from django.test import SimpleTestCase

from piste.config.environment import WrongSetting
from piste.config.secret import secret_key


class SecretKeyTest(SimpleTestCase):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(TemporaryDirectory()))

    def test_it_is_made_once_and_only_for_its_owner(self):
        key = secret_key(self.folder)
        self.assertEqual(secret_key(self.folder), key)
        self.assertEqual([file.name for file in self.folder.iterdir()], ["secret.key"])
        self.assertEqual((self.folder / "secret.key").stat().st_mode & 0o777, 0o600)

    def test_an_empty_file_is_told(self):
        (self.folder / "secret.key").touch()
        with self.assertRaisesMessage(WrongSetting, "is empty"):
            secret_key(self.folder)

    def test_a_folder_that_is_a_file_is_told(self):
        (self.folder / "data").touch()
        with self.assertRaisesMessage(WrongSetting, "nothing can be written"):
            secret_key(self.folder / "data")
