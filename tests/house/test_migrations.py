from django.core.management import call_command
from django.test import TestCase


class MigrationsTest(TestCase):
    def test_every_model_is_as_the_migrations_make_it(self):
        call_command("makemigrations", check=True, dry_run=True, verbosity=3)
