"""Imports go only downwards (docs/architecture.md)."""

import ast
import re

from tests.house.sources import ROOT, imported_modules, module_name, parsed, python_files

FLOORS = [
    {"kernel"},
    {"ui"},
    {"history"},
    {"accounts"},
    {"teams"},
    {"finding"},
    {"contacts"},
    {"messages"},
    {"activities"},
    {"pipeline"},
    {"assignment"},
    {"imports"},
    {"api"},
]
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
# They put the rooms together, so they may import all of them; no room imports them.
ROOFS = {"config", "cli", "__main__"}
# The cast may know the people and their teams; only tests import it.
CAST = "testing"
CAST_KNOWS = {"kernel", "history", "accounts", "teams"}

PATHS = {module_name(path): path for path in python_files("piste")}


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def is_test(module: str) -> bool:
    return ".tests" in module


def wrong(importer: str, imported: str) -> bool:
    here, there = room(importer), room(imported)
    if there in ("", here) or here in ROOFS:
        return False
    if there == CAST:
        return not is_test(importer)
    if here == CAST:
        return there not in CAST_KNOWS
    return there in ROOFS or FLOOR[there] >= FLOOR[here]


def test_every_room_has_a_floor():
    rooms = {room(module) for module in PATHS} - {"", CAST} - ROOFS
    assert rooms == set(FLOOR)


def test_nothing_is_imported_from_above_or_beside():
    upwards = [
        f"{path.relative_to(ROOT)}:{line} imports {imported}"
        for module, path in PATHS.items()
        for imported, line in imported_modules(path, set(PATHS))
        if wrong(module, imported)
    ]
    assert not upwards, "\n".join(upwards)


def test_no_room_names_a_template_a_style_or_a_script_from_above():
    """Neither its pages nor its doors; an address from above is asked for with `url_if_any`."""
    named = re.compile(rf"""["']({"|".join(FLOOR)})/[\w/.-]+\.(?:html|txt|css|js)["']""")
    pages = [path for path in (ROOT / "piste").rglob("*.html") if "jinja2" in path.parts]
    upwards = [
        f"{path.relative_to(ROOT)} names {match[0]}"
        for path in [*pages, *(path for path in PATHS.values() if "tests" not in path.parts)]
        if (here := path.relative_to(ROOT / "piste").parts[0]) in FLOOR
        for match in named.finditer(path.read_text())
        if FLOOR[match[1]] > FLOOR[here]
    ]
    assert not upwards, "\n".join(upwards)


def test_nothing_is_imported_relatively():
    relative = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in PATHS.values()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative, "\n".join(relative)


def test_no_module_imports_itself_in_a_circle():
    below = {
        module: {imported for imported, _line in imported_modules(path, set(PATHS)) if imported != module}
        for module, path in PATHS.items()
    }
    # Whoever imports nothing that is left is taken away, again and again: what stays stands in a circle.
    while free := [module for module, imported in below.items() if not imported & set(below)]:
        for module in free:
            del below[module]
    assert circle(below) == []


def circle(below: dict[str, set[str]]) -> list[str]:
    walked: list[str] = []
    module = min(below, default="")
    while module and module not in walked:
        walked.append(module)
        module = min(below[module] & set(below))
    return walked[walked.index(module) :] if module else []
