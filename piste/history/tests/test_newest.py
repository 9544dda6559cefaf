from django.test import TestCase

from piste.history.slots import _newest
from piste.kernel.clock import now


class NewestEventTest(TestCase):
    def test_the_frame_of_every_page_reads_no_more_than_the_newest_events(self):
        """SQLite took the index by time, and put all events in order to have the first."""
        plan = _newest.question(now()).explain()
        self.assertNotIn("TEMP B-TREE", plan)
        self.assertNotIn("event_at", plan)
