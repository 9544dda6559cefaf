"""The sample "CRM sales opportunities": a hardware seller's accounts, products, sales teams and pipeline.

Four CSV files; dates are month/day/year, one deal closes with one amount. What a file does not say stays empty.
"""

from pathlib import Path

from piste.accounts.models import User
from piste.history.recording import verb
from piste.imports.report import Report
from piste.imports.samples.sales_opportunities.deals import Deals
from piste.imports.samples.sales_opportunities.files import SOURCE, Files
from piste.imports.samples.sales_opportunities.masters import Masters

__all__ = ["SOURCE", "load"]


@verb
def load(folder: Path, *, by: User) -> Report:
    """Loads the four files; what was loaded before stays. Raises Refused when a file is missing or no table."""
    files = Files(folder, by)
    Deals(files, Masters(files)).load()
    return files.report
