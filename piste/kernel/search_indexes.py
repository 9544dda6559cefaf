"""The indexes behind `kernel.search`: a virtual table kept by triggers on SQLite, trigrams on PostgreSQL."""

from django.apps import apps
from django.db import connections

from piste.kernel.search import TERM_AT_MOST, Searchable


def searchable_models() -> list[type[Searchable]]:
    return [model for model in apps.get_models() if issubclass(model, Searchable)]


def keep_indexes(using: str = "default", **_) -> None:
    """Makes the search indexes that are missing; SQLite loses triggers whenever a migration rebuilds a table."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in searchable_models():
            if model._meta.db_table in tables:
                (_keep_trigram if connection.vendor == "postgresql" else _keep_fts)(cursor, model._meta.db_table)


def _keep_trigram(cursor, table: str) -> None:
    cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    cursor.execute(f'CREATE INDEX IF NOT EXISTS "{table}_search" ON "{table}" USING gin (search_text gin_trgm_ops)')
    cursor.execute(
        f'CREATE INDEX IF NOT EXISTS "{table}_begins" ON "{table}" (left(search_text, {TERM_AT_MOST}) text_pattern_ops)'
    )


def _keep_fts(cursor, table: str) -> None:
    cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{table}_fts_%"])
    if cursor.fetchone()[0] == 3:
        return
    index = f'"{table}_fts"'
    add = f"INSERT INTO {index}(rowid, search_text) VALUES (new.id, new.search_text);"
    drop = f"INSERT INTO {index}({index}, rowid, search_text) VALUES ('delete', old.id, old.search_text);"
    cursor.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} "
        f"USING fts5(search_text, content='{table}', content_rowid='id', tokenize='trigram')"
    )
    for name, when, act in (
        ("insert", "AFTER INSERT", add),
        ("delete", "AFTER DELETE", drop),
        ("update", "AFTER UPDATE OF search_text", drop + add),
    ):
        cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_fts_{name}"')
        cursor.execute(f'CREATE TRIGGER "{table}_fts_{name}" {when} ON "{table}" BEGIN {act} END')
    cursor.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
