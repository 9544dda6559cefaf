"""The documentation says the same in English and in French."""

import re
from pathlib import Path

from tests.house.sources import ROOT

DOCS = ROOT / "docs"
FRENCH = DOCS / "fr"
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
# A French sign that would stand alone at the beginning of a line.
LOOSE = re.compile(r" [:;?!»]|« ")
# Figures of the machines that were measured.
ENGLISH_ONLY = {"running/performance.md"}


def prose(page: Path) -> str:
    return FENCED.sub("", page.read_text())


def levels(page: Path) -> list[int]:
    return [len(marks) for marks, _ in HEADING.findall(prose(page))]


def anchors(page: Path) -> set[str]:
    """Where a link may point to inside of the page, as the places that show Markdown name it."""
    return {
        re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for _, title in HEADING.findall(prose(page))
    }


def test_every_page_for_users_and_administrators_has_its_french_twin():
    english = {str(page.relative_to(DOCS)) for room in ("using", "running") for page in (DOCS / room).glob("*.md")}
    assert [name for name in sorted(english - ENGLISH_ONLY) if not (FRENCH / name).exists()] == []


def test_a_french_page_has_the_headings_of_its_english_one():
    apart = []
    for page in sorted(FRENCH.rglob("*.md")):
        english = DOCS / page.relative_to(FRENCH)
        # The first page leads to the others, and README.md stands for it.
        if page != FRENCH / "README.md" and not (english.exists() and levels(english) == levels(page)):
            apart.append(str(page.relative_to(ROOT)))
    assert not apart, "\n".join(apart)


def test_a_link_to_a_heading_finds_it():
    lost = []
    for page in [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]:
        for address, heading in LINK.findall(prose(page)):
            if heading and heading not in anchors((page.parent / address).resolve() if address else page):
                lost.append(f"{page.relative_to(ROOT)}: {address}#{heading}")
    assert not lost, "\n".join(lost)


def test_a_french_page_leads_to_french_pages_where_there_are_any():
    astray = []
    for page in sorted(FRENCH.rglob("*.md")):
        for address, _ in LINK.findall(prose(page)):
            to = (page.parent / address).resolve()
            if DOCS in to.parents and FRENCH not in to.parents and (FRENCH / to.relative_to(DOCS)).exists():
                astray.append(f"{page.relative_to(ROOT)}: {address}")
    assert not astray, "\n".join(astray)


def test_french_signs_stand_by_their_word():
    loose = [
        f"{page.relative_to(ROOT)}: {line.strip()}"
        for page in sorted(FRENCH.rglob("*.md"))
        for line in prose(page).splitlines()
        if not line.startswith("    ") and LOOSE.search(CODE.sub("`", line))
    ]
    assert not loose, "\n".join(loose)
