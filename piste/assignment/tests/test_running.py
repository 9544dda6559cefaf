from contextvars import Context
from unittest.mock import patch

from piste.assignment.explaining import of_event
from piste.assignment.models import Assignment, Placement, Run, Served
from piste.assignment.planning import plan
from piste.assignment.tests.cast import AssignmentTestCase
from piste.assignment.verbs import running
from piste.assignment.verbs.running import start, work
from piste.history.models import ChangeSet, Event
from piste.history.undo import Conflicts, undo
from piste.kernel.refusals import Refused
from piste.messages.models import Notice
from piste.pipeline.models import Lead
from piste.pipeline.verbs.assigning import assign
from piste.pipeline.verbs.editing import edit

CANADA = {"all": [{"f": "country", "op": "is", "v": "CA"}]}


class RunTest(AssignmentTestCase):
    def setUp(self):
        self.set(self.anns, capacity=300)
        self.set(self.bens, capacity=300)

    def many(self, count):
        return [self.waiting(f"New {number}") for number in range(count)]

    def test_the_preview_writes_nothing_and_the_run_does_exactly_that(self):
        self.set(self.north, filter=CANADA)
        for number in range(9):
            self.waiting(f"New {number}", country="CA" if number % 3 else "FR")
        before = Event.objects.count()
        seen = plan()
        self.assertEqual((Event.objects.count(), Run.objects.count()), (before, 0))
        self.run_now()
        done = Placement.objects.order_by("pk").values_list("lead", "user", "why")
        self.assertEqual(list(done), [(one.lead, one.user.pk, one.why) for one in seen.placings])

    def test_each_placement_explains_itself(self):
        self.set(self.north, filter=CANADA)
        lead = self.waiting("New", country="CA")
        self.run_now()
        event = Event.objects.get(name="lead.given", row_id=lead.pk)
        said = of_event(event)
        self.assertIn("Team North: filter “Country is Canada”.", said)
        self.assertIn("Ann: no filter of his own; 1 of 10 today; 1 of 300 in 30 days; never served before.", said)

    def test_a_run_is_one_change_set_however_many_steps_and_undo_takes_it_back_as_a_whole(self):
        self.many(5)
        with patch.object(running, "STEP", 2):
            run = self.run_now()
        self.assertEqual(run.given, 5)
        self.assertEqual(
            set(Event.objects.filter(name="lead.given").values_list("change_set", flat=True)), {run.change_set_id}
        )
        undo(run.change_set, by=self.maya)
        self.assertEqual(Lead.objects.filter(owner=None, team=None, assigned_at=None).count(), 5)
        self.assertTrue(Run.objects.get(pk=run.pk).is_undone)

    def test_what_was_touched_since_stays_and_untouched_records_return(self):
        first, *_others = self.many(3)
        run = self.run_now()
        first.refresh_from_db()
        assign(first, by=self.maya, owner=self.zoe)
        with self.assertRaises(Conflicts):
            undo(run.change_set, by=self.maya)
        undo(run.change_set, by=self.maya, without_conflicts=True)
        self.assertEqual(set(Lead.objects.exclude(owner=None)), {first})

    def test_each_person_is_told_once(self):
        self.many(6)
        with patch.object(running, "STEP", 2):
            self.run_now()
        notices = Notice.objects.filter(event__name="lead.given")
        self.assertEqual(sorted(notices.values_list("user__name", flat=True)), ["Ann", "Ben"])
        self.assertEqual({notice.event.facts["others"] for notice in notices}, {2})

    def test_one_run_at_a_time(self):
        start(by=self.maya)
        with self.assertRaisesMessage(Refused, "is at work"):
            start(by=self.root)
        self.assertEqual(Run.objects.count(), 1)

    def test_a_run_that_was_cut_off_goes_on_without_giving_twice_or_too_much(self):
        self.set(self.anns, capacity=60)
        self.set(self.bens, capacity=60)
        self.many(7)
        run = start(by=self.maya, ignore_today=True)
        with (
            patch.object(running, "STEP", 1),
            patch.object(running, "give", self.dying_after(3)),
            self.assertRaises(SystemExit),
        ):
            work(run)
        self.assertEqual(Lead.objects.exclude(owner=None).count(), 3)
        work(Run.objects.get(pk=run.pk))
        run.refresh_from_db()
        self.assertEqual((run.given, run.planned, run.at_work), (4, 4, False))
        self.assertEqual(Placement.objects.filter(run=run).count(), 4)
        self.assertEqual(ChangeSet.objects.filter(verb="lead.given").count(), 1)

    def dying_after(self, steps):
        give, calls = running.give, []

        def dying(*args, **kwargs):
            calls.append(1)
            if len(calls) > steps:
                raise SystemExit
            return give(*args, **kwargs)

        return dying

    def test_a_worker_that_was_taken_for_dead_stops_when_another_goes_on(self):
        self.many(4)
        run = start(by=self.maya)
        give = running.give

        def overtaken(*args, **kwargs):
            Run.objects.filter(pk=run.pk).update(token="other")
            return give(*args, **kwargs)

        with patch.object(running, "give", overtaken):
            work(run)
        self.assertEqual(Lead.objects.exclude(owner=None).count(), 0)
        self.assertTrue(Run.objects.get(pk=run.pk).at_work)

    def test_undone_while_it_works_it_stops(self):
        self.many(4)
        run = start(by=self.maya)
        give = running.give

        def undone(*args, **kwargs):
            if Placement.objects.filter(run=run).count() == 2:
                # Somebody else's act, outside of the run.
                Context().run(undo, Run.objects.get(pk=run.pk).change_set, by=self.maya)
            return give(*args, **kwargs)

        with patch.object(running, "STEP", 2), patch.object(running, "give", undone):
            work(run)
        self.assertEqual(Lead.objects.exclude(owner=None).count(), 0)
        self.assertFalse(Run.objects.get(pk=run.pk).at_work)

    def test_a_failure_on_one_record_leaves_it_with_its_cause_and_the_run_goes_on(self):
        bad, *_others = self.many(4)
        give = running.give

        def failing(run, placings, **kwargs):
            if bad.pk in [placing.lead for placing in placings]:
                raise ValueError("no such thing")
            return give(run, placings, **kwargs)

        with patch.object(running, "give", failing), self.assertLogs("piste.assignment", "ERROR"):
            run = self.run_now()
        self.assertEqual((run.given, run.left_over), (3, {"failed": 1}))
        self.assertEqual(run.leftovers.get(reason="failed").cause, "no such thing")

    def test_a_record_that_somebody_takes_meanwhile_is_left_to_him(self):
        taken, *_others = self.many(3)
        made = plan()
        assign(taken, by=self.maya, owner=self.zoe)
        with patch.object(running, "plan", lambda **asked: made):
            run = self.run_now()
        taken.refresh_from_db()
        self.assertEqual((taken.owner, run.given, run.left_over), (self.zoe, 2, {"changed": 1}))

    def test_the_cap_is_looked_at_again_when_it_is_given(self):
        self.set(self.bens, assigns=False)
        self.set(self.anns, capacity=30)
        self.many(1)
        made = plan()
        for number in range(30):
            self.waiting(f"By hand {number}", owner=self.ann, team=self.north)
        with patch.object(running, "plan", lambda **asked: made):
            self.assertEqual(self.run_now().left_over, {"full": 1})

    def test_nothing_runs_while_assignment_is_off(self):
        Assignment.objects.update(mode=Assignment.Mode.OFF)
        with self.assertRaisesMessage(Refused, "is off"):
            start(by=self.maya)

    def test_the_queue_is_kept(self):
        self.many(3)
        self.run_now()
        order = list(Served.objects.order_by("at").values_list("membership__user__name", flat=True))
        self.assertEqual(order, ["Ben", "Ann"])

    def queue(self):
        return list(Served.objects.order_by("at").values_list("membership__user__name", flat=True))

    def test_undo_sets_the_queue_back_to_where_it_was(self):
        self.many(2)
        self.run_now()
        before = list(Served.objects.order_by("at").values_list("membership", "at"))
        self.many(1)
        run = self.run_now()
        self.assertEqual(self.queue(), ["Ben", "Ann"])
        undone = undo(run.change_set, by=self.maya)
        self.assertEqual(list(Served.objects.order_by("at").values_list("membership", "at")), before)
        undo(undone, by=self.maya)
        self.assertEqual(self.queue(), ["Ben", "Ann"])

    def test_who_was_never_served_before_is_so_again(self):
        self.many(1)
        undo(self.run_now().change_set, by=self.maya)
        self.assertEqual(self.queue(), [])

    def test_who_was_served_since_keeps_his_place(self):
        self.many(1)
        first = self.run_now()
        self.set(self.anns, capacity=300)
        self.set(self.bens, capacity=0)
        self.many(1)
        self.run_now()
        at = Served.objects.get(membership=self.anns).at
        undo(first.change_set, by=self.maya)
        self.assertEqual(Served.objects.get(membership=self.anns).at, at)

    def test_who_keeps_what_he_worked_on_was_served(self):
        leads = self.many(2)
        run = self.run_now()
        kept = Lead.objects.get(pk=leads[0].pk, owner=self.ann)
        assign(kept, by=self.maya, owner=self.zoe)
        undo(run.change_set, by=self.maya, without_conflicts=True)
        self.assertEqual(self.queue(), ["Ann"])

    def test_an_edit_after_the_run_is_no_obstacle_where_it_touches_other_fields(self):
        (lead,) = self.many(1)
        run = self.run_now()
        lead.refresh_from_db()
        edit(lead, by=self.maya, city="Lyon")
        undo(run.change_set, by=self.maya)
        lead.refresh_from_db()
        self.assertEqual((lead.owner, lead.city), (None, "Lyon"))
