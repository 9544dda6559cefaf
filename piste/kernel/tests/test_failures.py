import errno
import sqlite3

from django.db import IntegrityError, OperationalError
from django.test import SimpleTestCase

from piste.kernel.failures import Passing, passing


def raised_from(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


class PassingTest(SimpleTestCase):
    def test_a_database_without_room_is_told_from_one_that_is_away(self):
        base = sqlite3.connect(":memory:")
        base.execute("PRAGMA max_page_count = 2")
        base.execute("CREATE TABLE a (b)")
        with self.assertRaises(sqlite3.OperationalError) as full:
            base.execute("INSERT INTO a VALUES (zeroblob(100000))")
        self.assertIs(passing(raised_from(OperationalError("x"), full.exception)), Passing.NO_ROOM)
        self.assertIs(passing(OperationalError("connection refused")), Passing.AWAY)

    def test_a_file_that_found_no_room_counts_too(self):
        self.assertIs(passing(OSError(errno.ENOSPC, "No space left on device")), Passing.NO_ROOM)

    def test_a_missing_column_does_not_pass(self):
        with self.assertRaises(sqlite3.OperationalError) as wrong:
            sqlite3.connect(":memory:").execute("SELECT a FROM b")
        self.assertIsNone(passing(raised_from(OperationalError("x"), wrong.exception)))

    def test_what_fails_each_time_is_no_such_failure(self):
        for error in (ValueError(), IntegrityError(), OSError(errno.EACCES, ""), None):
            with self.subTest(error):
                self.assertIsNone(passing(error))
