"""All work on the database that the environment names; `report` makes and measures several."""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "piste.config.settings")
    parser = ArgumentParser(prog="bench", description="What Piste costs.")
    commands = parser.add_subparsers(dest="command", required=True)
    filling = commands.add_parser("fill", help="fill an empty database")
    filling.add_argument("records", type=int)
    measuring = commands.add_parser("measure", help="measure the filled database and print a table")
    measuring.add_argument("--rounds", type=int, default=60)
    measuring.add_argument("--port", type=int, default=8765)
    costing = commands.add_parser("cost", help="what each act computes, in this process, also on a busy machine")
    costing.add_argument("--rounds", type=int, default=20)
    commands.add_parser("assign", help="give 10,000 records to everybody who sells, and take it back")
    reporting = commands.add_parser("report", help="fill what is not filled yet, measure all, print the tables")
    reporting.add_argument("folder", type=Path, help="where the databases are kept")
    reporting.add_argument("records", type=int, nargs="+")
    reporting.add_argument("--postgres", help="address of a PostgreSQL where databases may be made")
    reporting.add_argument("--rounds", type=int, default=60)
    run(parser.parse_args())


def run(asked: Namespace) -> None:
    if asked.command != "report":
        django.setup()
    match asked.command:
        case "report":
            from bench.report import report

            report(asked.folder.resolve(), asked.records, asked.postgres, asked.rounds)
        case "fill":
            from bench.fill import fill

            fill(asked.records)
        case "measure":
            from bench.measure import measure

            measure(asked.rounds, asked.port)
        case "cost":
            from bench.cost import cost

            cost(asked.rounds)
        case "assign":
            from bench.assign import assign

            assign()


if __name__ == "__main__":
    sys.exit(main())
