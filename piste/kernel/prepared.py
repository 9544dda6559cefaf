"""Questions that are asked all the time: Django writes the statement once, and then only its values differ.

Writing a statement costs Django ten times what the database needs to answer it by a key.
"""

from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from functools import cached_property, update_wrapper
from inspect import signature
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler


class prepared:  # noqa: N801 (it is read as a decorator)
    """Of a function that makes a queryset of plain values (keys, words, times; never None): a function that asks it.

    The statement may depend on nothing but these values: what else the function looks at stays as at the first call.
    """

    def __init__(self, question: Callable[..., QuerySet]) -> None:
        update_wrapper(self, question)
        self.question = question

    def __call__(self, *values: Any) -> list[Any]:
        return self._statement.rows(values) if self._statement else []

    @cached_property
    def _statement(self) -> "_Statement | None":
        places = [Value(_Place(number)) for number in range(len(signature(self.question).parameters))]
        try:
            return _Statement(self.question(*places))
        except EmptyResultSet:
            return None


class _Place:
    """Stands in the statement where a value will stand."""

    def __init__(self, number: int) -> None:
        self.number = number


class _Statement:
    def __init__(self, rows: QuerySet) -> None:
        self.asked = rows
        self.compiler = rows.query.get_compiler(rows.db)
        self.sql, self.params = self.compiler.as_sql()

    def rows(self, values: tuple) -> list[Any]:
        compiler = self._compiler(values)
        rows = self.asked.all()
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(rows)

    def _compiler(self, values: tuple) -> SQLCompiler:
        """As it was when the statement was written, on this thread's connection."""
        compiler = copy(self.compiler)
        compiler.connection = connection = connections[self.asked.db]
        taken = [_adapted(value, connection.ops) for value in values]
        params = tuple(taken[one.number] if isinstance(one, _Place) else one for one in self.params)
        compiler.as_sql = lambda *_, **__: (self.sql, params)
        return compiler


def _adapted(value: Any, ops) -> Any:
    if isinstance(value, datetime):
        return ops.adapt_datetimefield_value(value)
    return ops.adapt_datefield_value(value) if isinstance(value, date) else value
