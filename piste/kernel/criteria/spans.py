"""Whole days from one time to another; empty when one end is missing (11.5)."""

from django.db.models import F, Func, IntegerField, Value
from django.db.models.functions import Coalesce

from piste.kernel.clock import now


class WholeDays(Func):
    """Between two moments, rounded down."""

    output_field = IntegerField()

    def __init__(self, begin: str, end: str, **extra) -> None:
        super().__init__(F(begin), F(end), **extra)

    def as_sqlite(self, compiler, connection, **extra):
        return self._between(compiler, "CAST(floor(julianday({end}) - julianday({begin})) AS INTEGER)")

    def as_postgresql(self, compiler, connection, **extra):
        return self._between(compiler, "CAST(floor(extract(epoch FROM ({end} - {begin})) / 86400) AS integer)")

    def _between(self, compiler, template: str):
        begin, before = compiler.compile(self.source_expressions[0])
        end, behind = compiler.compile(self.source_expressions[1])
        return template.format(begin=begin, end=end), [*behind, *before]


class DaysPast(WholeDays):
    """From a day to the day of a moment, or to today where that has not come; 0 before the day."""

    def __init__(self, begin: str, end: str, **extra) -> None:
        super().__init__(begin, end, **extra)
        self.source_expressions[1] = Coalesce(self.source_expressions[1], Value(now()))

    def as_sqlite(self, compiler, connection, **extra):
        return self._between(compiler, "CAST(max(julianday(date({end})) - julianday({begin}), 0) AS INTEGER)")

    def as_postgresql(self, compiler, connection, **extra):
        # `greatest` overlooks what is empty.
        late = "CASE WHEN {begin} IS NOT NULL THEN greatest(date({end}) - {begin}, 0) END"
        return self._between(compiler, late)
