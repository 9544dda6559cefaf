import re
from unittest import skipUnless

from django.db import connection
from django.test.utils import CaptureQueriesContext

from piste.assignment.bands import Banding
from piste.assignment.quotas import given
from piste.assignment.sharing import shares
from piste.assignment.tests.cast import AssignmentTestCase
from piste.kernel.clock import now
from piste.pipeline.team_tiles import tiles


@skipUnless(connection.vendor == "sqlite", "PostgreSQL chooses by what the table holds")
class PlanTest(AssignmentTestCase):
    """Figures of teams are read from the index of what they count, not from all that the teams ever had."""

    def indexes(self, act):
        with CaptureQueriesContext(connection) as asked:
            act()
        found = []
        with connection.cursor() as cursor:
            for query in asked:
                if 'FROM "pipeline_lead"' in query["sql"]:
                    cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                    found += re.findall(r"INDEX (\w+)", " ".join(row[3] for row in cursor.fetchall()))
        return sorted(found)

    def test_tiles(self):
        self.set(self.north, answer_hours=8)
        met = self.indexes(lambda: tiles(self.maya))
        self.assertEqual(met, ["lead_created", "lead_late", "lead_unanswered", "lead_waiting"])

    def test_what_was_given_lately(self):
        self.assertEqual(self.indexes(lambda: shares(self.maya, Banding.PROBABILITY)), ["lead_assigned"])
        self.assertEqual(self.indexes(lambda: given(now(), teams=[self.north.pk])), ["lead_assigned"])
