"""Text search by an index: SQLite FTS5, PostgreSQL pg_trgm, the same answers on both.

A row keeps its words in `search_text`, each led by two spaces. So a term of three signs or more is found anywhere,
and a shorter one at the beginning of a word, and every query holds the three signs that a trigram index needs.
"""

import re
from collections.abc import Iterable
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Lookup, Q
from django.db.models.functions import Mod
from django.db.models.lookups import Exact

from piste.kernel.normal import plain

TERMS_AT_MOST = 8
TERM_AT_MOST = 60
# What more rows hold is so common that rows read in their order soon are enough of them.
LISTED_AT_MOST = 10_000
# PostgreSQL cannot count so far cheaply: it looks at so many of the newest rows, and so many of them are common.
NEWEST, COMMON_OF_THEM = 2_000, 20
# A tenth of the keys is the newest part.
NEWEST_PART = 10
# Of what begins with the words, so many are too many to be put in order.
BEGUN_AT_MOST = 2_000
# What people put around words, and does not belong to them.
AROUND = "\"'“”„«»‘’()[]{}<>,;:!?"
# Digits as they are written in a telephone number, standing by themselves; and those that are no other number.
NUMBER = re.compile(r"(?<!\S)[+(]*\d[\d\s/.()-]*(?!\S)")
DIALLED = re.compile(r"(?<!\S)[+(]*(?:0|(?<=[+(])\d)[\d\s/.()-]*(?!\S)")


class SearchField(models.TextField):
    """Words prepared by `index_text`; queried by the lookup `matches`."""


def index_text(parts: Iterable[str]) -> str:
    """The words of the parts in their searchable form; telephone numbers also without their signs."""
    words: dict[str, None] = {}
    for part in parts:
        own = plain(part).split()
        words.update(dict.fromkeys(own))
        for number in (*NUMBER.findall(part), *own):
            digits = re.sub(r"[\s/.()-]", "", number)
            if re.fullmatch(r"\+?\d{3,}", digits):
                words[digits] = None
    return "".join(f"  {word}" for word in words)


def terms(typed: str) -> list[str]:
    """What to look for: the words of the query, short ones only at the beginning of a word, and a number without
    its signs wherever it stands among them.
    """
    numbers = NUMBER if NUMBER.fullmatch(typed.strip()) else DIALLED
    words = _bare(plain(numbers.sub(lambda number: f" {_digits(number[0])} ", typed)).split()[:TERMS_AT_MOST])
    return [word[:TERM_AT_MOST] if len(word) >= 3 else f"  {word}" for word in words]


def _bare(words: list[str]) -> list[str]:
    """Without the quotes and brackets around them; a short word is kept as typed, for it is looked for as it begins."""
    meant = [word for word in words if word.strip(AROUND)] or words
    return [bare if len(bare := word.strip(AROUND)) >= 3 else word for word in meant]


def _digits(number: str) -> str:
    """Without its signs, of + and 00 as the same; fewer than three digits are no number."""
    digits = re.sub(r"\(0\)|\D", "", number)
    if len(digits) < 3:
        return number
    return digits[2:] if re.match(r"00[1-9]", digits) and len(digits) > 4 else digits


@SearchField.register_lookup
class Matches(Lookup):
    """Every term is in the text. The right side is a list of terms."""

    lookup_name = "matches"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        return "%s", [value]

    def as_sql(self, compiler, connection):
        left, _ = self.process_lhs(compiler, connection)
        clause = " AND ".join([f"{left} LIKE %s"] * len(self.rhs))
        return f"({clause})", [_anywhere(term) for term in self.rhs]

    def as_sqlite(self, compiler, connection):
        table = self.lhs.target.model._meta.db_table
        quote = connection.ops.quote_name
        key = f"{quote(self.lhs.alias)}.{quote(self.lhs.target.model._meta.pk.column)}"
        index = quote(f"{table}_fts")
        return f"{key} IN (SELECT rowid FROM {index} WHERE {index} MATCH %s)", [self.phrase()]

    def phrase(self) -> str:
        """The query of SQLite's index."""
        return _phrase(self.rhs)


def _among(keys: list[int]) -> models.Q:
    """One of these, which travel as one array, whatever their number."""
    listed = models.Value(keys, output_field=ArrayField(models.BigIntegerField()))
    one_of_them = models.Func(listed, function="ANY")
    yes = models.BooleanField()
    among = models.Func(models.F("pk"), one_of_them, template="%(expressions)s", arg_joiner=" = ", output_field=yes)
    return models.Q(among) & _LOOKED_UP


# True of every row, which PostgreSQL cannot know: expecting few, it looks these up and puts them in order itself.
_LOOKED_UP = models.Q(Exact(Mod("pk", 1), 0))


def _anywhere(words: str) -> str:
    """A pattern of PostgreSQL."""
    return "%" + _beginning(words)


def _beginning(words: str) -> str:
    """A pattern of PostgreSQL."""
    return re.sub(r"([%_\\])", r"\\\1", words) + "%"


def _phrase(looked_for: list[str]) -> str:
    """A query of SQLite's index."""
    return " AND ".join('"' + term.replace('"', '""') + '"' for term in looked_for)


@SearchField.register_lookup
class Begins(Matches):
    """The text begins with these words. The right side is a list of one term, from `beginning`."""

    lookup_name = "begins"

    def as_sql(self, compiler, connection):
        left, _ = self.process_lhs(compiler, connection)
        # By an index of its own: every record that holds the word anywhere has its trigrams.
        return f"left({left}, {TERM_AT_MOST}) LIKE %s", [_beginning(self.rhs[0])]

    def phrase(self) -> str:
        return f"^ {_phrase(self.rhs)}"


@SearchField.register_lookup
class Holds(Matches):
    """The same, asked of each row instead of the index."""

    lookup_name = "holds"

    def as_sqlite(self, compiler, connection):
        left, _ = self.process_lhs(compiler, connection)
        clause = " AND ".join([f"instr({left}, %s) > 0"] * len(self.rhs))
        return f"({clause})", list(self.rhs)


class SearchQuerySet(models.QuerySet):
    def matching(self, typed: str, *, whole: bool = False) -> Self:
        """The rows that hold every word typed; all rows when nothing was typed.

        `whole` when they are counted, not paged: then the index finds them all the fastest.
        """
        looked_for = terms(typed)
        if not looked_for:
            return self
        found = self.filter(search_text__matches=looked_for)
        if whole:
            return found
        if connections[self.db].vendor == "sqlite":
            return self.filter(search_text__holds=looked_for) if self._is_common(looked_for) else found
        keys = found._listed(looked_for)
        return self.filter(search_text__holds=looked_for) if keys is None else self.filter(_among(keys))

    def newest_matching(self, typed: str, limit: int) -> list[int]:
        """The keys of the newest rows that hold every word typed, as many as are asked for."""
        newest = self.order_by("-pk").values_list("pk", flat=True)
        looked_for = terms(typed)
        if connections[self.db].vendor == "sqlite" or not looked_for:
            return list(newest.matching(typed)[:limit])
        found = newest.filter(search_text__matches=looked_for)
        seen, last = self._seen_and_last(looked_for)
        if seen > COMMON_OF_THEM:
            return list(newest.filter(search_text__holds=looked_for)[:limit])
        # By the index, of the newest part first: to list all that it finds takes long when these are very many.
        lately = list(found.filter(_LOOKED_UP, pk__gt=last - last // NEWEST_PART)[:limit])
        if len(lately) == limit:
            return lately
        # In an order that no index has: by that of the keys, PostgreSQL may read the table back to where the words are.
        return list(found.order_by((models.F("pk") + 0).desc())[:limit])

    def beginning(self, typed: str, *, or_else: Q) -> Self:
        """The rows whose words begin with those typed, and those of the other question."""
        words = _bare(plain(typed).split()[:TERMS_AT_MOST])
        beginning = "".join(f"  {word}" for word in words)[:TERM_AT_MOST]
        if not words or self._begins_commonly(beginning):
            # So many begin like this that the newest which hold it are as good.
            return self.filter(or_else)
        return self.filter(Q(search_text__begins=[beginning]) | or_else)

    def _begins_commonly(self, beginning: str) -> bool:
        connection = connections[self.db]
        if connection.vendor == "sqlite":
            return self._is_common([beginning])
        table = connection.ops.quote_name(self.model._meta.db_table)
        found = f"SELECT 1 FROM {table} WHERE left(search_text, {TERM_AT_MOST}) LIKE %s"
        # In the order of the index, lest the whole table be read for them.
        found += f" ORDER BY left(search_text, {TERM_AT_MOST}) USING ~<~ LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({found}) AS found", [_beginning(beginning), BEGUN_AT_MOST + 1])
            return cursor.fetchone()[0] > BEGUN_AT_MOST

    def _is_common(self, looked_for: list[str]) -> bool:
        """SQLite would list all that the index finds, however few are wanted."""
        connection = connections[self.db]
        index = connection.ops.quote_name(f"{self.model._meta.db_table}_fts")
        found = f"SELECT 1 FROM {index} WHERE {index} MATCH %s LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({found})", [_phrase(looked_for), LISTED_AT_MOST + 1])
            return cursor.fetchone()[0] > LISTED_AT_MOST

    def _listed(self, looked_for: list[str]) -> list[int] | None:
        """The keys of these rows; None when the newest of the table say that very many hold the words.

        Left to choose, PostgreSQL reads the table in the order wanted, and to its end when only old rows match.
        """
        try:
            rows, params = self.order_by().values("pk").query.get_compiler(self.db).as_sql()
        except EmptyResultSet:
            return []
        seen, words = self._seen_lately(looked_for)
        with connections[self.db].cursor() as cursor:
            cursor.execute(f"SELECT CASE WHEN {seen} <= {COMMON_OF_THEM} THEN ARRAY({rows}) END", [*words, *params])
            return cursor.fetchone()[0]

    def _seen_and_last(self, looked_for: list[str]) -> tuple[int, int]:
        """How many of the newest rows hold these words, and the key of the last row."""
        seen, words = self._seen_lately(looked_for)
        table = connections[self.db].ops.quote_name(self.model._meta.db_table)
        with connections[self.db].cursor() as cursor:
            cursor.execute(f"SELECT {seen}, (SELECT max(id) FROM {table})", words)
            count, last = cursor.fetchone()
            return count, last or 0

    def _seen_lately(self, looked_for: list[str]) -> tuple[str, list[str]]:
        """How many of the newest rows of the table hold these words, as SQL of PostgreSQL."""
        table = connections[self.db].ops.quote_name(self.model._meta.db_table)
        holds = " AND ".join(["search_text LIKE %s"] * len(looked_for))
        newest = f"SELECT search_text FROM {table} ORDER BY id DESC LIMIT {NEWEST}"
        return f"(SELECT count(*) FROM ({newest}) AS newest WHERE {holds})", [_anywhere(term) for term in looked_for]


class Searchable(models.Model):
    # The columns whose change changes the words; the index is not written for any other.
    searched_fields: ClassVar[frozenset[str]]
    # Relations that the words are read from, for whoever reads many rows.
    searched_with: ClassVar[tuple[str, ...]] = ()

    search_text = SearchField(default="", editable=False)

    class Meta:
        abstract = True

    def search_source(self) -> Iterable[str]:
        """The texts by which the row is found."""
        raise NotImplementedError

    def searchable_text(self) -> str:
        return index_text(part for part in self.search_source() if part)

    def searched(self) -> dict[str, str]:
        """The columns by which the row is found; they follow `searched_fields`."""
        return {"search_text": self.searchable_text()}
