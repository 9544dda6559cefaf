from django.test import TransactionTestCase
from django_tasks_db.models import DBTaskResult

from piste.accounts.models import User
from piste.assignment import jobs
from piste.assignment.explaining import of_event
from piste.assignment.models import Arrival, Assignment, Leftover, Placement, Run
from piste.assignment.tests.cast import AssignmentTestCase
from piste.assignment.verbs.configuring import configure
from piste.assignment.verbs.receiving import receive
from piste.assignment.verbs.running import start
from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.messages.models import Notice
from piste.pipeline.models import Lead
from piste.pipeline.verbs.creating import create
from piste.teams.models import Membership, Team
from piste.testing import at_once, person


class ArrivalTest(AssignmentTestCase):
    def setUp(self):
        self.set(self.anns, capacity=300)
        self.set(self.bens, capacity=300)
        Assignment.objects.update(on_arrival=True)

    def arrives(self, title="New", **values):
        lead = self.waiting(title, **values)
        receive()
        return lead

    def test_what_arrives_is_given_at_once_with_its_reason_and_one_notice(self):
        lead = self.arrives()
        lead.refresh_from_db()
        self.assertEqual((lead.owner, lead.team), (self.ann, self.north))
        event = Event.objects.get(name="lead.given")
        self.assertIn("Team North: takes every record.", of_event(event))
        self.assertEqual(Notice.objects.filter(user=self.ann).count(), 1)
        run = Run.objects.get()
        self.assertEqual((run.by, run.on_arrival, run.given, run.at_work), (None, True, 1, False))
        self.assertFalse(Arrival.objects.exists())

    def test_creating_it_queues_the_job(self):
        self.waiting()
        self.assertTrue(DBTaskResult.objects.filter(task_path="piste.assignment.jobs.receive_arrivals").exists())
        jobs.receive_arrivals.func()
        self.assertEqual(Lead.objects.get().owner, self.ann)

    def test_the_queue_goes_on_from_one_to_the_next(self):
        for number in range(4):
            self.arrives(f"New {number}")
        owners = Lead.objects.order_by("id").values_list("owner__name", flat=True)
        self.assertEqual(list(owners), ["Ann", "Ben", "Ann", "Ben"])

    def test_quotas_hold_and_what_is_left_over_waits_for_the_next_run(self):
        self.set(self.anns, capacity=30)
        self.set(self.bens, capacity=0)
        self.arrives("First")
        self.arrives("Second")
        self.assertEqual(self.owners(), {"First": "Ann"})
        self.assertEqual(Leftover.objects.get().reason, "full")
        self.set(self.bens, capacity=300)
        self.run_now()
        self.assertEqual(self.owners(), {"First": "Ann", "Second": "Ben"})

    def test_only_what_arrives_is_given(self):
        Assignment.objects.update(on_arrival=False)
        self.waiting("Old")
        Assignment.objects.update(on_arrival=True)
        self.arrives("New")
        self.assertEqual(self.owners(), {"New": "Ann"})

    def test_a_team_that_takes_no_part_keeps_what_it_gets(self):
        self.arrives("Theirs", team=self.south)
        self.arrives("Ours", team=self.north)
        self.assertEqual(self.owners(), {"Ours": "Ann"})
        self.assertEqual(Leftover.objects.get().reason, "no_team")

    def test_a_salesperson_who_was_named_keeps_it(self):
        self.arrives(owner=self.zoe, team=self.south)
        self.assertFalse(Run.objects.exists())

    def test_while_it_is_off_nothing_is_given_and_nothing_is_kept_for_later(self):
        self.waiting("New")
        Assignment.objects.update(mode="off")
        receive()
        Assignment.objects.update(mode="by_hand")
        receive()
        self.waiting("Later")
        Assignment.objects.update(on_arrival=False)
        receive()
        self.assertEqual((self.owners(), Run.objects.count(), Arrival.objects.count()), ({}, 0, 0))

    def test_a_duplicate_joins_the_record_of_its_salesperson(self):
        known = create(by=self.maya, title="Known", owner=self.ben, team=self.north, email="a@customer.example")
        self.arrives("Again", email="a@customer.example")
        known.refresh_from_db()
        self.assertEqual((known.owner, Run.objects.get().merged), (self.ben, 1))
        self.assertEqual(Lead.objects.filter(deleted_at=None).count(), 1)

    def test_undo_takes_the_salesperson_away_and_it_is_not_given_again(self):
        lead = self.arrives()
        undo(Run.objects.get().change_set, by=self.maya)
        receive()
        lead.refresh_from_db()
        self.assertIsNone(lead.owner)

    def test_what_was_taken_back_before_is_not_given(self):
        lead = self.waiting()
        undo(lead.last_event.change_set, by=self.maya)
        receive()
        self.assertEqual(Placement.objects.count(), 0)

    def test_while_a_run_is_at_work_it_waits_for_its_end(self):
        run = start(by=self.maya, team=self.north)
        self.arrives("Theirs", team=self.north)
        self.assertEqual(self.owners(), {})
        jobs.assign.func(run.pk)
        self.assertEqual(self.owners(), {"Theirs": "Ann"})
        self.assertEqual(list(Run.objects.all()), [run])

    def test_a_filter_that_cannot_be_read_is_listed_and_never_taken_for_all(self):
        Membership.objects.update(filter={"all": [{"f": "xyz", "op": "is", "v": 1}]})
        self.arrives()
        self.assertEqual((self.owners(), Arrival.objects.count()), ({}, 0))
        self.assertTrue(Run.objects.get().skipped)

    def test_runs_on_arrival_do_not_move_the_clock(self):
        Assignment.objects.update(mode="by_clock", every=2, unit="hours")
        self.arrives()
        self.assertTrue(jobs.is_due())

    def test_at_once_and_not_before_some_hours_is_refused(self):
        with self.assertRaisesMessage(Refused, "cannot wait"):
            configure(Assignment.current(), by=self.maya, min_age_hours=3)


class ManyAtOnceTest(TransactionTestCase):
    serialized_rollback = True

    def test_records_that_arrive_together_are_given_once_each_and_in_turn(self):
        maya = person("maya", "manager")
        north = Team.objects.create(name_en="North", assigns=True)
        for name in ("ann", "ben"):
            Membership.objects.create(team=north, user=person(name, "own"), capacity=300)
        Assignment.current()
        Assignment.objects.update(mode="by_hand", on_arrival=True)

        def arrive(number):
            create(by=User.objects.get(pk=maya.pk), title=f"Lead {number}", kind="lead", owner=None, team=None)
            receive()

        said = at_once(*[lambda number=number: arrive(number) for number in range(4)])
        self.assertEqual(said, [])
        receive()
        given = list(Placement.objects.values_list("user__name", flat=True))
        self.assertEqual(sorted(given), ["Ann", "Ann", "Ben", "Ben"])
        self.assertEqual((Arrival.objects.count(), Run.objects.at_work().count()), (0, 0))
