"""The program's own sources, read but not run."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def python_files(*folders: str) -> list[Path]:
    return [
        path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts
    ]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(path: Path, modules: set[str]) -> list[tuple[str, int]]:
    """Name and line of each of `modules` that the file imports anywhere, in functions too."""
    found = []
    for node in ast.walk(parsed(path)):
        match node:
            case ast.Import(names=names):
                found += [(alias.name, node.lineno) for alias in names]
            case ast.ImportFrom(module=str(source), names=names, level=0):
                for alias in names:
                    inner = f"{source}.{alias.name}"
                    found.append((inner if inner in modules else source, node.lineno))
    return [(name, line) for name, line in found if name in modules]
