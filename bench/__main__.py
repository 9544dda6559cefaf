"""`python -m bench fill 100000` and `python -m bench measure`, on the database that the environment names."""

import os
import sys
from argparse import ArgumentParser

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "piste.config.settings")
    django.setup()
    parser = ArgumentParser(prog="bench", description="What Piste costs.")
    commands = parser.add_subparsers(dest="command", required=True)
    filling = commands.add_parser("fill", help="fill an empty database")
    filling.add_argument("records", type=int)
    measuring = commands.add_parser("measure", help="measure the filled database and print a table")
    measuring.add_argument("--rounds", type=int, default=60)
    measuring.add_argument("--port", type=int, default=8765)
    asked = parser.parse_args()
    if asked.command == "fill":
        from bench.fill import fill

        fill(asked.records)
    else:
        from bench.measure import measure

        measure(asked.rounds, asked.port)


if __name__ == "__main__":
    sys.exit(main())
