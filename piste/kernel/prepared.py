"""Questions that are asked all the time: Django writes the statement once, and then only its values differ.

Writing a statement costs Django ten times what the database needs to answer it by a key.
"""

from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from functools import update_wrapper
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

Shape = tuple[int | None, ...]


class prepared:  # noqa: N801 (it is read as a decorator)
    """Of a function that makes a queryset of plain values: a function that asks it and answers with a list.

    Values are keys, words and times, never None, and lists of them. The statement may depend on nothing else: what
    the function looks at besides its values stays as it was at the first call. A relation is compared with a list as
    `lead__pk__in`, for Django wants to know the keys of a `lead__in` beforehand.
    """

    def __init__(self, question: Callable[..., QuerySet]) -> None:
        update_wrapper(self, question)
        self.question = question
        self.statements: dict[Shape, _Statement | None] = {}

    def __call__(self, *values: Any) -> list[Any]:
        filled = [_filled(value) if isinstance(value, list) else value for value in values]
        shape = tuple(len(value) if isinstance(value, list) else None for value in filled)
        if shape not in self.statements:
            self.statements[shape] = self._statement(shape)
        statement = self.statements[shape]
        return statement.rows(_flat(filled)) if statement else []

    def _statement(self, shape: Shape) -> "_Statement | None":
        places = [Value(_Place()) if size is None else [Value(_Place()) for _one in range(size)] for size in shape]
        try:
            return _Statement(self.question(*places), [place.value for place in _flat(places)])
        except EmptyResultSet:
            return None


class _Place:
    """Stands in the statement where a value will stand."""


class _Statement:
    def __init__(self, rows: QuerySet, places: list[_Place]) -> None:
        self.asked, self.places = rows, places
        self.compiler = rows.query.get_compiler(rows.db)
        self.sql, self.params = self.compiler.as_sql()

    def rows(self, values: list[Any]) -> list[Any]:
        compiler = self._compiler(values)
        rows = self.asked.all()
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(rows)

    def _compiler(self, values: list[Any]) -> SQLCompiler:
        """As it was when the statement was written, on this thread's connection."""
        compiler = copy(self.compiler)
        compiler.connection = connection = connections[self.asked.db]
        given = {place: _adapted(value, connection.ops) for place, value in zip(self.places, values, strict=True)}
        params = tuple(given[one] if isinstance(one, _Place) else one for one in self.params)
        compiler.as_sql = lambda *_, **__: (self.sql, params)
        return compiler


def _filled(values: list[Any]) -> list[Any]:
    """Filled up with its last one to a power of two: so there are few statements for lists of any length."""
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values)) if values else values


def _flat(values: list[Any]) -> list[Any]:
    return [one for value in values for one in (value if isinstance(value, list) else [value])]


def _adapted(value: Any, ops: Any) -> Any:
    if isinstance(value, datetime):
        return ops.adapt_datetimefield_value(value)
    return ops.adapt_datefield_value(value) if isinstance(value, date) else value
