"""The four files, what was loaded of them before, and the report of this run."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.history.recording import created_many
from piste.imports.keys import remember
from piste.imports.models import SourceKey
from piste.imports.reading import Line, table
from piste.imports.report import Remark, Report

SOURCE = "sales-opportunities"
ACCOUNTS, PRODUCTS, TEAMS, PIPELINE = "accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv"
COLUMNS = {
    ACCOUNTS: ["account", "sector", "year_established", "revenue", "employees", "office_location", "subsidiary_of"],
    PRODUCTS: ["product", "series", "sales_price"],
    TEAMS: ["sales_agent", "manager", "regional_office"],
    PIPELINE: [
        *("opportunity_id", "sales_agent", "product", "account"),
        *("deal_stage", "engage_date", "close_date", "close_value"),
    ],
}
# What a cell may hold at most; columns that are not named here are kept shorter.
LONGEST, SHORT = {"account": 200, "subsidiary_of": 200}, 80
# Without these a row says nothing.
NEEDED = {ACCOUNTS: ["account"], PRODUCTS: ["product"], TEAMS: ["sales_agent", "manager"], PIPELINE: ["opportunity_id"]}


class Files:
    """Read line by line; what cannot be taken stands in the report."""

    def __init__(self, folder: Path, by: User) -> None:
        self.by, self.report = by, Report()
        self.lines = {name: list(self._readable(name, folder)) for name in COLUMNS}

    def ensured(self, model: Any, keys: Collection[str], make: Callable[[str], Any]) -> dict[str, Any]:
        """The rows of these keys: those known from an earlier run, and new ones for the others."""
        noun = model.noun
        known = SourceKey.objects.known(SOURCE, noun)
        rows = model._base_manager.in_bulk([known[key] for key in keys if key in known])
        found = {key: rows[known[key]] for key in keys if key in known and known[key] in rows}
        new = {key: make(key) for key in keys if key not in known}
        created_many(list(new.values()), by=self.by)
        remember(SOURCE, new)
        self.report.read[noun] += len(keys)
        self.report.made[noun] += len(new)
        self.report.known[noun] += len(found)
        return found | new

    def remark(self, file: str, line: Line, text: str, *, refused: bool = False) -> None:
        self.report.remarks.append(Remark(file, line.number, text, refused))

    def _readable(self, file: str, folder: Path) -> Iterator[Line]:
        for line in table(folder / file, COLUMNS[file]):
            empty = [column for column in NEEDED[file] if not line[column]]
            long = [column for column in COLUMNS[file] if len(line[column]) > LONGEST.get(column, SHORT)]
            if empty:
                self.remark(file, line, _("“%(column)s” is missing.") % {"column": empty[0]}, refused=True)
            elif long:
                self.remark(file, line, _("“%(column)s” is too long.") % {"column": long[0]}, refused=True)
            else:
                yield line
