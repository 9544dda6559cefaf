from django.core.management.base import BaseCommand, CommandError

from piste.accounts.models import Site
from piste.imports.demo import content
from piste.imports.demo.loading import load_demo
from piste.imports.demo.removing import demo_rows, links, remove_demo
from piste.kernel.refusals import Refused

SHOWN_ROLES = {
    "administrator": "administrator",
    "manager": "sales manager",
    "own": "salesperson",
    "observer_all": "observer",
}


class Command(BaseCommand):
    help = "Loads invented data to try Piste on, or takes it away."

    def add_arguments(self, parser) -> None:
        parser.add_argument("act", choices=["load", "remove"])
        parser.add_argument("--language", choices=["en", "fr"], help="language of the records; the site's by default")
        parser.add_argument("--yes", action="store_true", help="remove although own records point at demo data")

    def handle(self, *args, act: str, language: str | None, yes: bool, **options) -> None:
        if act == "load":
            self.load(language)
        else:
            self.remove(yes)

    def load(self, language: str | None) -> None:
        try:
            users = load_demo(language=language or Site.current().language)
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"Demo sign-ins (password for all: {content.PASSWORD}):")
        shown = set()
        for user in users:
            if user.role in SHOWN_ROLES and user.role not in shown:
                shown.add(user.role)
                self.stdout.write(f"  {user.email:26} {SHOWN_ROLES[user.role]}")

    def remove(self, yes: bool) -> None:
        if not demo_rows():
            raise CommandError("There is no demo data.")
        found = links()
        for row, field, target in found:
            self.stdout.write(f"{row._meta.verbose_name} “{row}” loses its {field}: {target}")
        if found and not yes:
            raise CommandError(
                "These are your own records. Run it again with --yes to remove the demo data all the same."
            )
        self.stdout.write(f"{remove_demo()} rows of demo data removed.")
