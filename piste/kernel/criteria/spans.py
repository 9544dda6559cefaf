"""Whole days from one moment to another, rounded down; empty when one end is missing (11.5)."""

from django.db.models import F, Func, IntegerField


class WholeDays(Func):
    output_field = IntegerField()

    def __init__(self, begin: str, end: str, **extra) -> None:
        super().__init__(F(begin), F(end), **extra)

    def as_sqlite(self, compiler, connection, **extra):
        return self._between(compiler, "CAST(floor(julianday({end}) - julianday({begin})) AS INTEGER)")

    def as_postgresql(self, compiler, connection, **extra):
        return self._between(compiler, "CAST(floor(extract(epoch FROM ({end} - {begin})) / 86400) AS integer)")

    def _between(self, compiler, template: str):
        begin, _ = compiler.compile(self.source_expressions[0])
        end, _ = compiler.compile(self.source_expressions[1])
        return template.format(begin=begin, end=end), []
