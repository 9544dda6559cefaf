"""Figures as a file for a spreadsheet (11.34): numbers as numbers, dates as dates."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify

# What a spreadsheet would take for a formula (13.19).
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sheet(kind: str, title: str, rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as a download; `kind` is csv or xlsx."""
    safe = [[harmless(value) for value in row] for row in rows]
    content = _xlsx(title, safe) if kind == "xlsx" else _csv(safe)
    name = f"{slugify(title) or 'piste'}.{kind}"
    return HttpResponse(
        content, content_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def harmless(value: Any) -> Any:
    """A text that begins like a formula is a text; an amount has no more places than it needs."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value


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
