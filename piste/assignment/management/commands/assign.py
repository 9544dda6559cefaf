from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from piste.assignment import shown
from piste.assignment.planning import plan
from piste.assignment.verbs.running import start, work
from piste.kernel.refusals import Refused
from piste.teams.models import Team


class Command(BaseCommand):
    help = "Gives open records that nobody owns to salespeople, as the settings say."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--team", default="", help="only this team, by its name")
        parser.add_argument("--ignore-today", action="store_true", help="what was given today does not count")
        parser.add_argument("--preview", action="store_true", help="say what would be given, and write nothing")

    def handle(self, *args, team: str, ignore_today: bool, preview: bool, **options) -> None:
        asked: dict[str, Any] = {"team": self.named(team) if team else None, "ignore_today": ignore_today}
        if preview:
            made = plan(**asked)
            self.tell([(str(one), str(user), count) for one, user, count in shown.by_person(made)], made.counts)
            return
        try:
            run = work(start(by=None, **asked))
        except Refused as refused:
            raise CommandError(refused.message) from None
        if run.error:
            raise CommandError(run.error)
        self.tell([(str(one), str(user), count) for one, user, count in shown.given_by_person(run)], run.left_over)

    def named(self, name: str) -> Team:
        found = Team.objects.current().filter(Q(name_en=name) | Q(name_fr=name), assigns=True).first()
        if found is None:
            raise CommandError(f"No team of the name {name} takes part in automatic assignment.")
        return found

    def tell(self, people: list[tuple[str, str, int]], left: dict[str, int]) -> None:
        for team, user, count in people:
            self.stdout.write(f"{team}: {user} {count}")
        for reason, count in shown.reasons(left):
            self.stdout.write(f"left over, {reason}: {count}")
