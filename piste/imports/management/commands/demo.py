from django.core.management.base import BaseCommand, CommandError

from piste.accounts.models import Site, User
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
    help = "Loads invented data to try Piste on, takes it away, or tells who can sign in."

    def add_arguments(self, parser) -> None:
        parser.add_argument("act", choices=["load", "remove", "sign-ins"])
        parser.add_argument("--language", choices=["en", "fr"], help="language of the records; the site's by default")
        parser.add_argument("--yes", action="store_true", help="remove although own records point at demo data")

    def handle(self, *args, act: str, language: str | None, yes: bool, **options) -> None:
        match act:
            case "load":
                self.load(language)
            case "remove":
                self.remove(yes)
            case "sign-ins":
                self.sign_ins()

    def load(self, language: str | None) -> None:
        try:
            load_demo(language=language or Site.current().language)
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.sign_ins()

    def sign_ins(self) -> None:
        users = User.objects.active().filter(pk__in=demo_rows()["user"]).order_by("pk")
        users = [user for user in users if user.has_usable_password()]
        if not users:
            return
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
