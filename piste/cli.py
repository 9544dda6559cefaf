"""The `piste` command."""

import os
import sys
from argparse import REMAINDER, SUPPRESS, ArgumentParser, RawDescriptionHelpFormatter
from typing import NamedTuple

import django
from django.core.management import execute_from_command_line
from django.db import InterfaceError, OperationalError
from django.utils.module_loading import import_string

from piste import __version__
from piste.config import environment
from piste.kernel import failures
from piste.kernel.refusals import Refused


class Command(NamedTuple):
    help: str
    # The function that it calls, or the words that it hands to Django's management commands.
    function: str = ""
    words: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


COMMANDS = {
    "start": Command("start everything: web, worker and scheduler", "piste.config.start.start"),
    "web": Command("start only the web server", "piste.config.processes.web"),
    "worker": Command("start only the worker, which does the jobs", "piste.config.processes.worker"),
    "scheduler": Command(
        "start only the scheduler, which queues jobs by the clock", "piste.config.processes.scheduler"
    ),
    "migrate": Command("bring the database up to this version", words=("migrate",)),
    "demo": Command("load or remove the demo data", words=("demo",)),
    "import-sample": Command("import a sample of another CRM's data", words=("import_sample",)),
    "user": Command("list users, add one, set a password", words=("user",)),
    "assign": Command("give waiting records to salespeople", words=("assign",)),
    "api-key": Command("make a key for the API, printed once", words=("api_key",)),
    "doctor": Command("check the installation and say what to do", "piste.config.doctor.doctor", flags=("--json",)),
    "manage": Command("any of Django's management commands"),
}


def main(arguments: list[str] | None = None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "piste.config.settings")
    asked = _parser().parse_args(arguments)
    command = COMMANDS[asked.command]
    try:
        django.setup()
        for warning in environment.unknown():
            print(f"piste: {warning}", file=sys.stderr)
        if command.function:
            options = _options(asked.command).parse_args(asked.arguments)
            import_string(command.function)(**vars(options))
        else:
            execute_from_command_line(["piste", *command.words, *asked.arguments])
    except (environment.WrongSetting, Refused) as no:
        print(f"piste: {no}", file=sys.stderr)
        return 1
    except (OperationalError, InterfaceError) as error:
        print(f"piste: {failures.sentence(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> ArgumentParser:
    width = max(map(len, COMMANDS))
    parser = ArgumentParser(
        prog="piste",
        description="A CRM that a company runs itself.",
        epilog="commands:\n" + "\n".join(f"  {name:{width}}  {command.help}" for name, command in COMMANDS.items()),
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Piste {__version__}")
    parser.add_argument(
        "command", choices=COMMANDS, metavar="COMMAND", help="see below; piste COMMAND --help says more"
    )
    parser.add_argument("arguments", nargs=REMAINDER, help=SUPPRESS)
    return parser


def _options(name: str) -> ArgumentParser:
    parser = ArgumentParser(prog=f"piste {name}", description=COMMANDS[name].help)
    for flag in COMMANDS[name].flags:
        parser.add_argument(flag, action="store_true")
    return parser
