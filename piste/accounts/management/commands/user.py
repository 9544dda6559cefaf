import sys
from argparse import ArgumentParser

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from piste.accounts.models import User
from piste.accounts.roles import Role
from piste.accounts.verbs import access, editing, joining
from piste.kernel import normal
from piste.kernel.refusals import Refused


class Command(BaseCommand):
    """Whoever has the console can always let an administrator in (12.14). The acts are told as the user's own."""

    help = "Lists users, adds one, sets a password or a role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        acts.add_parser("list", help="every user with his role and state")
        add = self._act(acts, "add", "add a user who can sign in at once; the password is read from standard input")
        add.add_argument("--name", required=True)
        add.add_argument("--role", choices=Role.values, default=Role.OWN)
        _read_password(add)
        service = acts.add_parser("add-service", help="add an account for a program, which acts by keys only")
        service.add_argument("--name", required=True)
        service.add_argument("--role", choices=Role.values, default=Role.OWN)
        _read_password(self._act(acts, "password", "set a password"))
        self._act(acts, "role", "give another role").add_argument("role", choices=Role.values)
        self._act(acts, "activate", "let a deactivated user in again")
        self._act(acts, "remove-second-factor", "let the password alone sign in")

    def _act(self, acts, name: str, help_text: str) -> ArgumentParser:
        parser = acts.add_parser(name, help=help_text)
        parser.add_argument("email")
        return parser

    def handle(self, *args, act: str, **options) -> None:
        try:
            getattr(self, act.replace("-", "_"))(**options)
        except Refused as no:
            raise CommandError(no.message) from None

    def list(self, **options) -> None:
        for user in User.objects.order_by("email").prefetch_related("invitations"):
            self.stdout.write(f"{user.email:40} {user.role:14} {user.state:12} {user.name}")

    def add(self, *, email: str, name: str, role: str, password_stdin: bool, **options) -> None:
        password = self._password(User(email=email, name=name), password_stdin)
        user = joining.add(email=email, name=name, role=role, password=password)
        self.stdout.write(f"{user.email} can sign in.")

    def add_service(self, *, name: str, role: str, **options) -> None:
        """Prints the address by which `piste api-key` finds it."""
        self.stdout.write(joining.add_service(by=None, name=name, role=role).email)

    def password(self, *, email: str, password_stdin: bool, **options) -> None:
        user = self._user(email)
        access.set_password(user, by=user, password=self._password(user, password_stdin))
        self.stdout.write(f"The password of {user.email} is set.")

    def role(self, *, email: str, role: str, **options) -> None:
        user = self._user(email)
        editing.edit(user, by=user, role=role)
        self.stdout.write(f"{user.email}: {user.role}")

    def activate(self, *, email: str, **options) -> None:
        user = self._user(email)
        access.reactivate(user, by=user)
        self.stdout.write(f"{user.email} can sign in again.")

    def remove_second_factor(self, *, email: str, **options) -> None:
        user = self._user(email)
        access.remove_second_factor(user, by=user)
        self.stdout.write(f"{user.email} signs in by password alone now.")

    def _user(self, email: str) -> User:
        user = User.objects.filter(email=normal.email(email).value).first()
        if user is None:
            raise CommandError(f"Nobody signs in with {email}.")
        user.via = "command"
        return user

    def _password(self, user: User, from_stdin: bool) -> str:
        if not from_stdin:
            raise CommandError("Give the password on standard input, with --password-stdin.")
        password = sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        return password


def _read_password(parser: ArgumentParser) -> None:
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
