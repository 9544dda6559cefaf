from django.core.management.base import BaseCommand, CommandError

from piste.accounts.models import User
from piste.api.verbs.keys import make_key


class Command(BaseCommand):
    help = "Prints a bearer token for the REST API, once."

    def add_arguments(self, parser) -> None:
        parser.add_argument("user", help="e-mail address of the user whose rights the key has")
        parser.add_argument("--name", required=True, help="what the key is for")

    def handle(self, *args, user: str, name: str, **options) -> None:
        found = User.objects.active().filter(email=user.strip().lower()).first()
        if found is None:
            raise CommandError(f"There is no active user {user}.")
        found.via = "command"
        _key, token = make_key(found, by=found, name=name)
        self.stdout.write(token)
