"""What an act costs at least: its own statements by the bare driver, without Django, templates or HTTP."""

import re
from time import perf_counter

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.people import Act, Person

# Many rows by one call: Django tells of it without the values.
MANY = re.compile(r"\d+ times: ")
FRAMING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "ROLLBACK TO")


class Floor:
    """The statements of one act. Writes are taken back, and one small commit is timed in their place."""

    def __init__(self, act: Act, person: Person) -> None:
        self.writes = act.data is not None
        captured = captured_statements(act, person)
        self.statements = [sql for sql in captured if not sql.startswith(FRAMING) and not MANY.match(sql)]

    def ms(self) -> float:
        connection.ensure_connection()
        begun = perf_counter()
        cursor = connection.connection.cursor()
        if self.writes:
            cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
        for sql in self.statements:
            cursor.execute(sql)
            if sql.startswith("SELECT"):
                cursor.fetchall()
        if self.writes:
            cursor.execute("ROLLBACK")
            cursor.execute("UPDATE accounts_site SET version = version")
            connection.connection.commit()
        return (perf_counter() - begun) * 1000


def captured_statements(act: Act, person: Person) -> list[str]:
    """The second time, when templates and caches are warm as they are in a server."""
    client = Client(SERVER_NAME="localhost", headers=person.writes if act.data else person.reads)
    client.cookies.load(person.cookies)
    for _time in range(2):
        with CaptureQueriesContext(connection) as captured, transaction.atomic():
            answer = client.post(act.path(), act.data()) if act.data else client.get(act.path())
            transaction.set_rollback(True)
        if answer.status_code not in {200, 204}:
            raise RuntimeError(f"{act.name}: {answer.status_code}")
    return [query["sql"] for query in captured]
