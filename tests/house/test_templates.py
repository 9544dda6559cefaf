"""Each template says by itself which atoms of the kit it uses."""

import re
from pathlib import Path

from tests.house.sources import ROOT

PAGES = {str(path).rpartition("/jinja2/")[2]: path for path in sorted((ROOT / "piste").glob("*/jinja2/**/*.html"))}
KIT = "ui/kit.html"
EXTENDS = re.compile(r'{%-? extends "([^"]+)"')
IMPORT = re.compile(r'{%-? from "[^"]+" import ([^%]+?)(?: with context)? -?%}')
ATOMS = {
    name.strip() for names in re.findall(r"{% set ([\w, ]+) =", PAGES[KIT].read_text()) for name in names.split(",")
}


def imported(path: Path) -> set[str]:
    """By the names that they have here."""
    return {name.split(" as ")[-1].strip() for some in IMPORT.findall(path.read_text()) for name in some.split(",")}


def body(path: Path) -> str:
    return IMPORT.sub("", path.read_text())


def lineage(path: Path) -> str:
    """The template with all that it extends: these use what it imports, too."""
    extended = EXTENDS.search(path.read_text())
    return body(path) + (lineage(PAGES[extended[1]]) if extended else "")


def test_what_is_imported_is_used():
    idle = [
        f"{page}: {name}"
        for page, path in PAGES.items()
        for name in sorted(imported(path))
        if not re.search(rf"\b{name}\b", lineage(path))
    ]
    assert not idle, "\n".join(idle)


def test_what_is_used_is_imported_and_not_lent_by_whoever_includes_it():
    lent = [
        f"{page}: {name}"
        for page, path in PAGES.items()
        if page != KIT and not page.startswith("ui/kit/")
        for name in sorted(ATOMS - imported(path))
        if re.search(rf"(?<![\w.]){name}\(", body(path)) and f"macro {name}(" not in body(path)
    ]
    assert not lent, "\n".join(lent)
