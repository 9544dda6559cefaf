import pytest
from django.db import connection
from django.test import override_settings


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """SQLite in a file: a database in memory has one connection, which the server of a journey cannot share."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = tmp_path_factory.mktemp("database") / "piste.sqlite3"


@pytest.fixture(scope="session", autouse=True)
def _files_stay_apart(tmp_path_factory):
    """What tests upload does not reach the data folder, and no page gets styles that were collected there before."""
    with override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("files"), STATIC_ROOT=tmp_path_factory.mktemp("collected")
    ):
        yield
