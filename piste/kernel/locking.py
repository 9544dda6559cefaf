"""One writer at a time on a row."""

from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def locked(row: Row) -> Row:
    """The same instance, its row locked until the transaction ends and its columns read anew.

    Raises the model's DoesNotExist when the row is gone. SQLite locks the whole file by BEGIN IMMEDIATE.
    """
    row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update())
    return row


def locked_many(rows: models.QuerySet) -> list:
    """The rows, locked in the order of their keys, so that two verbs never wait for each other in a circle."""
    return list(rows.order_by("pk").select_for_update(of=("self",)))
