"""Two at once, really: each in a thread and with a connection of its own."""

from threading import Barrier
from unittest.mock import patch

from django.test import TransactionTestCase

from piste.accounts.models import User
from piste.assignment.models import Assignment, Placement, Run, Served
from piste.assignment.planning import plan
from piste.assignment.verbs import running
from piste.assignment.verbs.running import start, work
from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead
from piste.pipeline.verbs.assigning import assign_many
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.merging import merge
from piste.teams.models import Membership, Team
from piste.testing import at_once, person


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

    def tearDown(self):
        self.assertEqual(totals.differences(), {})

    def while_at_work(self, act):
        """Does it as soon as a run has planned, and gives."""
        run, planned = start(by=self.maya), Barrier(2)

        def planning(**asked):
            made = plan(**asked)
            planned.wait(timeout=30)
            return made

        def acting():
            planned.wait(timeout=30)
            act(User.objects.get(pk=self.maya.pk))

        with patch.object(running, "plan", planning):
            said = at_once(lambda: work(Run.objects.get(pk=run.pk)), acting)
        self.assertEqual(said, [])

    def test_two_runs_at_once_one_works_and_the_other_is_told(self):
        def begin():
            return start(by=User.objects.get(pk=self.maya.pk))

        said = at_once(begin, begin)
        self.assertEqual([type(one) for one in said], [Refused])
        self.assertIn("is at work", str(said[0]))
        work(Run.objects.get())
        self.assertEqual(Placement.objects.count(), 12)

    def test_two_workers_on_one_run_give_nothing_twice(self):
        run = start(by=self.maya)
        at_once(*[lambda: work(Run.objects.get(pk=run.pk))] * 2)
        given = Placement.objects.filter(run=run)
        # One may have stopped when the other took the run over; whoever ended it gave what was left.
        if Run.objects.get(pk=run.pk).at_work:
            work(Run.objects.get(pk=run.pk))
        self.assertEqual(given.count(), len(set(given.values_list("lead", flat=True))))
        self.assertEqual(Lead.objects.exclude(owner=None).count(), 12)

    def test_what_somebody_gives_by_hand_while_a_run_is_at_work_stays_his(self):
        by_hand = person("zoe", "own")
        rows = Lead.objects.order_by("pk")[:6]
        taken = Lead.objects.filter(pk__in=[lead.pk for lead in rows])
        self.while_at_work(lambda maya: assign_many(taken.all(), by=maya, owner=by_hand))
        self.assertEqual(set(taken.values_list("owner__name", flat=True)), {"Zoe"})
        self.assertFalse(Lead.objects.filter(owner=None).exists())
        # Given by the run first, or left by it: never both at once.
        for lead in taken:
            names = list(Event.objects.of_row(lead).order_by("id").values_list("name", flat=True))
            self.assertIn(names[1:], (["lead.assigned"], ["lead.given", "lead.assigned"]))

    def test_what_somebody_merges_while_a_run_is_at_work_is_given_once(self):
        keys = list(Lead.objects.order_by("pk").values_list("pk", flat=True)[:4])
        self.while_at_work(lambda maya: merge(list(Lead.objects.filter(pk__in=keys)), by=maya))
        self.assertEqual(Lead.objects.filter(deleted_at=None).count(), 9)
        self.assertFalse(Lead.objects.filter(deleted_at=None, owner=None).exclude(pk=keys[0]).exists())

    def test_undone_while_another_run_is_at_work_each_record_is_with_one_person_and_the_queue_agrees(self):
        first = work(start(by=self.maya))
        for number in range(4):
            create(by=self.maya, title=f"Later {number}", kind="lead", owner=None, team=None)
        self.while_at_work(lambda maya: undo(Run.objects.get(pk=first.pk).acts, by=maya))
        for lead in Lead.objects.filter(title__startswith="Later"):
            self.assertEqual(Placement.objects.get(lead=lead, taken_back=False).user, lead.owner)
        standing = Placement.objects.filter(taken_back=False).order_by("-at")
        for served in Served.objects.select_related("membership"):
            last = standing.filter(user=served.membership.user).first()
            self.assertEqual(served.at, last and last.at)
