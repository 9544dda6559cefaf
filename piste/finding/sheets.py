"""Rows as a file: for a spreadsheet (11.34), numbers as numbers and dates as dates; or for a program."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.text import slugify

# What a spreadsheet would take for a formula (13.19).
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
# Signs that no XML file may hold; one of them would break the whole download.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SHEETS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
JSON = "json"
TYPES = SHEETS | {JSON: "application/json"}


def objects(title: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as a download of JSON objects, each value under the name of its column."""
    found = [dict(zip(names, map(_plain, row), strict=True)) for row in rows]
    return _download(JSON, title, orjson.dumps(found, option=orjson.OPT_INDENT_2))


def sheet(kind: str, title: str, rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as a download; `kind` is csv or xlsx."""
    safe = [[harmless(value) for value in row] for row in rows]
    content = _xlsx(title, safe) if kind == "xlsx" else _csv(safe)
    return _download(kind, title, content)


def _download(kind: str, title: str, content: bytes) -> HttpResponse:
    name = f"{slugify(title) or 'piste'}.{kind}"
    return HttpResponse(
        content, content_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def harmless(value: Any) -> Any:
    """A text that begins like a formula is a text."""
    if not isinstance(value, str):
        return _plain(value)
    value = UNWRITABLE.sub("", value)
    return f"'{value}" if value.startswith(FORMULAS) else value


def _plain(value: Any) -> Any:
    """An amount has no more places than it needs."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value


def _csv(rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    # With a mark, so that spreadsheets read the accents.
    return text.getvalue().encode("utf-8-sig")


def _xlsx(title: str, rows: list[list[Any]]) -> bytes:
    # Some fifteen megabytes in every process, for what is asked now and then.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet(title[:31].translate({ord(sign): "-" for sign in r"[]:*?/\\"}) or "Piste")
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
