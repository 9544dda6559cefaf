"""Checks the ledger of the board against the records, and makes it anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from piste.pipeline import totals
from piste.pipeline.models import Stage


class Command(BaseCommand):
    help = "Compares the totals in the heads of the board with the records (--check), or makes them anew (--rebuild)."

    def add_arguments(self, parser: CommandParser) -> None:
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument("--check", action="store_true", help="say what differs; nothing is changed")
        act.add_argument("--rebuild", action="store_true", help="count the records anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            totals.rebuild()
        differences = totals.differences()
        for stage in Stage.objects.in_bulk(differences).values():
            ledger, records = differences[stage.pk]
            self.stdout.write(f"{stage}: the ledger says {_told(ledger)}, the records {_told(records)}")
        if differences:
            raise CommandError("The totals of the board are wrong. Make them anew: piste manage board_totals --rebuild")
        self.stdout.write("The totals of the board agree with the records.")


def _told(sums: tuple) -> str:
    count, revenue, weighted, monthly = sums
    return f"{count} ({revenue} expected, {weighted} weighted, {monthly} monthly)"
