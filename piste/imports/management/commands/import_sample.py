from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from piste.accounts.models import User
from piste.accounts.roles import Role
from piste.imports.report import Report
from piste.imports.samples import sales_opportunities
from piste.kernel.refusals import Refused

SAMPLES = {sales_opportunities.SOURCE: sales_opportunities.load}
SHOWN = 20


class Command(BaseCommand):
    help = "Loads a sample's files; a second run changes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument("sample", choices=SAMPLES)
        parser.add_argument("folder", type=Path)
        parser.add_argument("--all-remarks", action="store_true", help=f"list every remark, not only {SHOWN} of a kind")

    def handle(self, *args, sample: str, folder: Path, all_remarks: bool, **options) -> None:
        by = User.objects.active().filter(role=Role.ADMINISTRATOR).order_by("pk").first()
        if by is None:
            raise CommandError("There is no administrator yet; open the set-up page first, or `piste user add`.")
        by.via = "import"
        try:
            report = SAMPLES[sample](folder, by=by)
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.tell(report, None if all_remarks else SHOWN)

    def tell(self, report: Report, shown: int | None) -> None:
        self.stdout.write(f"{'':16}{'read':>8}{'new':>8}{'known':>8}")
        for name in report.read:
            self.stdout.write(f"{name:16}{report.read[name]:8}{report.made[name]:8}{report.known[name]:8}")
        for name, (there, here) in report.sums.items():
            verdict = "agrees" if there == here else "DIFFERS"
            self.stdout.write(f"{name}: {there} in the files, {here} in Piste: {verdict}")
        self.stdout.write(f"{len(report.remarks)} remarks, {len(report.refused)} rows refused")
        refused_first = sorted(report.remarks, key=lambda remark: not remark.refused)
        for remark in refused_first[:shown]:
            self.stdout.write(f"  {'refused: ' if remark.refused else ''}{remark}")
        if shown is not None and len(report.remarks) > shown:
            self.stdout.write(f"  ... and {len(report.remarks) - shown} more (--all-remarks)")
