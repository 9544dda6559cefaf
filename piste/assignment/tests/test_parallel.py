"""Two at once, really: each in a thread and with a connection of its own."""

from threading import Barrier, Thread

from django.db import connections
from django.test import TransactionTestCase

from piste.accounts.models import User
from piste.assignment.models import Assignment, Placement, Run
from piste.assignment.verbs.running import start, work
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead
from piste.pipeline.verbs.creating import create
from piste.teams.models import Membership, Team
from piste.testing import person


class TwoAtOnceTest(TransactionTestCase):
    serialized_rollback = True

    def setUp(self):
        self.maya = person("maya", "manager")
        north = Team.objects.create(name_en="North", assigns=True)
        for name in ("ann", "ben"):
            Membership.objects.create(team=north, user=person(name, "own"), capacity=300)
        Assignment.current()
        Assignment.objects.update(mode=Assignment.Mode.BY_HAND)
        for number in range(12):
            create(by=self.maya, title=f"Lead {number}", kind="lead", owner=None, team=None)

    def at_once(self, *acts):
        """Runs the acts together; returns what they refused or raised."""
        barrier, said = Barrier(len(acts)), []

        def acting(act):
            barrier.wait()
            try:
                act()
            except Exception as failure:
                said.append(failure)
            finally:
                connections.close_all()

        threads = [Thread(target=acting, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return said

    def test_two_runs_at_once_one_works_and_the_other_is_told(self):
        begin = lambda: start(by=User.objects.get(pk=self.maya.pk))  # noqa: E731
        said = self.at_once(begin, begin)
        self.assertEqual([type(one) for one in said], [Refused])
        self.assertIn("is at work", str(said[0]))
        work(Run.objects.get())
        self.assertEqual(Placement.objects.count(), 12)

    def test_two_workers_on_one_run_give_nothing_twice(self):
        run = start(by=self.maya)
        self.at_once(*[lambda: work(Run.objects.get(pk=run.pk))] * 2)
        given = Placement.objects.filter(run=run)
        # One may have stopped when the other took the run over; whoever ended it gave what was left.
        if Run.objects.get(pk=run.pk).at_work:
            work(Run.objects.get(pk=run.pk))
        self.assertEqual(given.count(), len(set(given.values_list("lead", flat=True))))
        self.assertEqual(Lead.objects.exclude(owner=None).count(), 12)
