"""The feed misses nothing, however late it is committed."""

from collections.abc import Callable
from threading import Event as Signal
from threading import Thread
from unittest import skipUnless

from django.db import connection, connections, transaction
from django.test import TransactionTestCase

from piste.accounts.models import Site
from piste.accounts.verbs.editing import edit_site
from piste.history.feed import portion
from piste.history.models import ChangeSet, Event
from piste.testing import person

AT_MOST = 20
several_writers = skipUnless(connection.vendor == "postgresql", "SQLite has one writer at a time")


class LateTest(TransactionTestCase):
    serialized_rollback = True

    def setUp(self) -> None:
        self.root = person("root", "administrator")
        self.site = Site.current()
        self.begin = Event.objects.newest()

    def names(self, after: int) -> tuple[list[str], int]:
        found = portion(self.root, after=after, nouns={"site"}, limit=500)
        return [event.changes["name"][1] for event in found.events], found.last

    def tell(self, name: str) -> None:
        edit_site(Site.objects.get(pk=self.site.pk), by=self.root, name=name)

    def test_what_is_told_is_there_at_once(self):
        self.tell("One")
        names, last = self.names(self.begin)
        self.assertEqual(names, ["One"])
        self.assertEqual(self.names(last), ([], last))

    @several_writers
    def test_what_is_committed_late_is_waited_for(self):
        began, may_end = Signal(), Signal()

        def slowly() -> None:
            self.insert("Late")
            began.set()
            may_end.wait(AT_MOST)

        late = self.in_parallel(slowly)
        began.wait(AT_MOST)
        self.tell("Quick")
        self.assertEqual(self.names(self.begin), ([], self.begin))
        may_end.set()
        late.join()
        self.assertEqual(self.names(self.begin)[0], ["Late", "Quick"])

    @several_writers
    def test_who_has_told_nothing_yet_is_waited_for_from_his_first_event_on(self):
        began, goes_on, told, may_end = Signal(), Signal(), Signal(), Signal()

        def slowly() -> None:
            with transaction.atomic():
                self.insert("Never")
                transaction.set_rollback(True)
            began.set()
            goes_on.wait(AT_MOST)
            self.insert("Late")
            told.set()
            may_end.wait(AT_MOST)

        late = self.in_parallel(slowly)
        began.wait(AT_MOST)
        self.tell("Quick")
        names, last = self.names(self.begin)
        self.assertEqual(names, ["Quick"])
        goes_on.set()
        told.wait(AT_MOST)
        self.tell("Quicker")
        self.assertEqual(self.names(last)[0], [])
        may_end.set()
        late.join()
        self.assertEqual(self.names(last)[0], ["Late", "Quicker"])

    def insert(self, name: str) -> None:
        """An event without the lock on its row, which would keep the other writer waiting."""
        change_set = ChangeSet.objects.create(verb="site.edited", by=self.root, via="job")
        place = {"noun": "site", "row_id": self.site.pk, "thread_noun": "site", "thread_id": self.site.pk}
        changes = {"name": ["", name]}
        Event.objects.create(change_set=change_set, name="site.edited", version=9, changes=changes, **place)

    def in_parallel(self, act: Callable[[], None]) -> Thread:
        def run() -> None:
            try:
                with transaction.atomic():
                    act()
            finally:
                connections.close_all()

        thread = Thread(target=run)
        thread.start()
        return thread
