"""What no committed file says."""

import re
import subprocess

from tests.house.sources import ROOT

# Where packages come from is the business of whoever installs them.
REGISTRY = re.compile(rb"(?:files\.pythonhosted|pypi|registry\.(?:npmjs|yarnpkg))\.(?:org|com)\b", re.IGNORECASE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
INDEX_OPTION = re.compile(rb"^\s*(?:--(?:extra-)?index-url|--find-links|registry\s*=)", re.MULTILINE)


def committed() -> list[str]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    return [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_registry():
    naming = [
        name
        for name in committed()
        for content in [(ROOT / name).read_bytes()]
        if REGISTRY.search(content) or INDEX_OPTION.search(content)
    ]
    assert not naming, "\n".join(naming)


def test_the_locks_hold_hashes_and_no_addresses():
    for lock in ("requirements.lock", "requirements-dev.lock", "requirements-node.lock"):
        text = (ROOT / lock).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_every_page_of_the_docs_is_reached_from_the_readme_and_every_link_leads_somewhere():
    reached, lost, ahead = set(), [], [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        reached.add(page)
        for address in LINK.findall(page.read_text()):
            to = (page.parent / address).resolve()
            # A folder shows all that stands in it.
            found = list(to.glob("*.md")) if to.is_dir() else [to]
            lost += [f"{page.name}: {address}" for one in found if not one.exists()]
            ahead += [one for one in found if one.suffix == ".md" and one.exists() and one not in reached]
    assert not lost, "\n".join(lost)
    assert set((ROOT / "docs").rglob("*.md")) - reached == set()


def test_every_setting_is_described():
    read = re.findall(r'env\.\w+\("(\w+)"', "".join(path.read_text() for path in (ROOT / "piste/config").glob("*.py")))
    described = set(re.findall(r"`(\w+)`", (ROOT / "docs/running/settings.md").read_text()))
    assert set(read) - described == set()
