from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from piste.accounts.models import User
from piste.api.scopes import EVERYTHING
from piste.api.verbs.keys import make_key
from piste.kernel.clock import day_ends
from piste.kernel.refusals import Refused
from piste.teams.models import Team


class Command(BaseCommand):
    help = "Prints a bearer token for the REST API, once."

    def add_arguments(self, parser) -> None:
        parser.add_argument("user", help="e-mail address of the user whose rights the key has, or of a service account")
        parser.add_argument("--name", required=True, help="what the key is for")
        parser.add_argument(
            "--scope",
            action="append",
            dest="scopes",
            help="read, write, export, admin, or such as leads:write; repeatable",
        )
        parser.add_argument("--team", type=int, help="number of the only team whose records it sees")
        parser.add_argument("--network", action="append", dest="networks", help="such as 192.0.2.0/24; repeatable")
        parser.add_argument("--until", type=date.fromisoformat, help="its last day, such as 2027-05-31")

    def handle(self, *args, user: str, name: str, **options: Any) -> None:
        found = User.objects.filter(is_active=True, email=user.strip().lower()).first()
        if found is None:
            raise CommandError(f"There is no active user {user}.")
        found.via = "command"
        try:
            _key, token = make_key(found, by=found, name=name, **_limits(found, **options))
        except Refused as no:
            raise CommandError(no.message) from None
        self.stdout.write(token)


def _limits(user: User, *, scopes=None, team=None, networks=None, until=None, **_options: Any) -> dict[str, Any]:
    return {
        "scopes": scopes or EVERYTHING,
        "team": Team.objects.visible_to(user).get(pk=team) if team else None,
        "networks": networks or [],
        "ends_at": until and day_ends(until, user.time_zone),
    }
