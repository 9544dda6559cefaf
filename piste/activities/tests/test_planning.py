from datetime import date, timedelta

from piste.activities.delays import later
from piste.activities.models import Activity
from piste.activities.tests.cast import ActivityTestCase
from piste.activities.verbs.finishing import done
from piste.activities.verbs.planning import edit, hand_over, plan, plan_many, reassign
from piste.activities.verbs.types import archive_type, edit_type
from piste.contacts.models import Company
from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.clock import today
from piste.kernel.refusals import Refused


class PlanTest(ActivityTestCase):
    def test_what_is_not_given_comes_from_the_type(self):
        edit_type(self.phone, by=self.maya, summary="Ask the price", instructions="<b>Listen</b>", assignee=self.ben)
        activity = plan(self.verdier, by=self.ann, type=self.phone)
        self.assertEqual((activity.summary, activity.instructions), ("Ask the price", "<b>Listen</b>"))
        self.assertEqual((activity.assignee, activity.due_on), (self.ben, today(self.ben) + timedelta(days=2)))
        self.assertEqual((activity.thread, activity.origin), (("company", self.verdier.pk), "hand"))

    def test_without_a_default_assignee_it_is_for_whoever_plans_it(self):
        self.assertEqual(plan(self.verdier, by=self.ben, type=self.phone).assignee, self.ben)

    def test_a_default_assignee_who_may_not_have_it_is_passed_over(self):
        edit_type(self.phone, by=self.maya, assignee=self.olga)
        self.assertEqual(plan(self.verdier, by=self.ann, type=self.phone).assignee, self.ann)

    def test_what_is_given_stays_even_when_it_is_empty(self):
        edit_type(self.phone, by=self.maya, summary="Ask for the budget")
        activity = plan(self.verdier, by=self.ann, type=self.phone, summary="", due_on=date(2030, 1, 2))
        self.assertEqual((activity.summary, activity.due_on), ("", date(2030, 1, 2)))
        self.assertEqual(str(activity), "Call")

    def test_a_deadline_may_count_from_the_one_before(self):
        edit_type(self.phone, by=self.maya, delay=1, delay_unit="weeks", delay_from="deadline")
        late = self.planned(-3)
        following = plan(self.verdier, by=self.ann, type=self.phone, follows=late)
        self.assertEqual(following.due_on, late.due_on + timedelta(days=7))
        self.assertEqual((following.origin, following.follows), ("chain", late))

    def test_a_month_after_the_last_of_january_is_the_last_of_february(self):
        self.assertEqual(later(date(2027, 1, 31), 1, "months"), date(2027, 2, 28))
        self.assertEqual(later(date(2027, 11, 30), 3, "months"), date(2028, 2, 29))
        self.assertEqual(later(date(2027, 1, 31), 2, "weeks"), date(2027, 2, 14))

    def test_what_acts_in_instructions_is_taken_out(self):
        activity = plan(self.verdier, by=self.ann, type=self.phone, instructions="<p>Call<script>x()</script></p>")
        self.assertEqual(activity.instructions, "<p>Call</p>")

    def test_a_type_for_other_records_or_an_archived_one_is_refused(self):
        edit_type(self.phone, by=self.maya, applies_to=["person"])
        with self.assertRaisesMessage(Refused, "not used on this kind of record"):
            plan(self.verdier, by=self.ann, type=self.phone)
        archive_type(self.mail, by=self.maya)
        with self.assertRaisesMessage(Refused, "is archived"):
            plan(self.verdier, by=self.ann, type=self.mail)

    def test_a_deadline_out_of_all_bounds_is_refused_beside_its_field(self):
        with self.assertRaises(Refused) as refused:
            plan(self.verdier, by=self.ann, type=self.phone, due_on=date(1, 1, 1))
        self.assertEqual(refused.exception.field, "due_on")

    def test_an_observer_or_somebody_who_left_cannot_be_given_one(self):
        with self.assertRaisesMessage(Refused, "only reads"):
            plan(self.verdier, by=self.ann, type=self.phone, assignee=self.olga)
        self.ben.is_active = False
        with self.assertRaisesMessage(Refused, "does not work here"):
            plan(self.verdier, by=self.ann, type=self.phone, assignee=self.ben)

    def test_somebody_outside_sales_does_what_he_is_given_without_seeing_the_record(self):
        activity = plan(self.verdier, by=self.ann, type=self.phone, assignee=self.otto)
        self.assertEqual(Activity.objects.visible_to(self.otto).get(), activity)

    def test_changing_a_type_never_changes_existing_activities(self):
        edit_type(self.phone, by=self.maya, summary="Something else", delay=9)
        before = (self.call.summary, self.call.due_on)
        self.call.refresh_from_db()
        self.assertEqual((self.call.summary, self.call.due_on), before)

    def test_undo_takes_it_back_and_undo_of_undo_gives_it_again(self):
        taken = undo(self.call.last_event.change_set, by=self.ann)
        self.assertFalse(Activity.objects.visible_to(self.ann).exists())
        undo(taken, by=self.ann)
        self.assertEqual(Activity.objects.visible_to(self.ann).open().get(), self.call)


class PlanManyTest(ActivityTestCase):
    def test_each_record_gets_one_in_one_change_set_by_a_fixed_number_of_statements(self):
        Company.objects.bulk_create(Company(name=f"Company {number}") for number in range(28))
        with self.assertNumQueries(7):
            activities = plan_many(Company.objects.visible_to(self.ann), by=self.ann, type=self.mail)
        self.assertEqual(len(activities), 30)
        events = Event.objects.filter(name="activity.created", change_set=activities[0].last_event.change_set)
        self.assertEqual(events.count(), 30)
        undo(activities[0].last_event.change_set, by=self.ann)
        self.assertEqual(Activity.objects.open().get(), self.call)

    def test_no_records_are_no_work(self):
        self.assertEqual(plan_many(Company.objects.none(), by=self.ann, type=self.mail), [])


class EditTest(ActivityTestCase):
    def test_only_what_changed_is_told(self):
        edit(self.call, by=self.ann, summary="Call back ", due_on=self.call.due_on, instructions="Be kind")
        self.assertEqual(list(self.call.last_event.changes), ["instructions"])

    def test_a_field_that_somebody_changed_meanwhile_is_refused_and_others_are_saved(self):
        edit(self.call, by=self.ben, summary="Call the board")
        with self.assertRaisesMessage(Refused, "Ben changed"):
            edit(self.call, by=self.ann, seen=1, summary="Call the shop")
        edit(self.call, by=self.ann, seen=1, instructions="Be kind")
        self.assertEqual((self.call.summary, self.call.instructions), ("Call the board", "Be kind"))

    def test_giving_it_away_in_the_form_is_a_reassignment_of_its_own(self):
        edit(self.call, by=self.ann, assignee=self.ben, summary="Ring")
        names = Event.objects.of_row(self.call).order_by("id").values_list("name", flat=True)
        self.assertEqual(list(names), ["activity.created", "activity.reassigned", "activity.edited"])

    def test_undo_gives_back_what_it_was_to_whom_it_was(self):
        edit(self.call, by=self.ann, assignee=self.ben, summary="Ring")
        undo(self.call.last_event.change_set, by=self.ann)
        self.call.refresh_from_db()
        self.assertEqual((self.call.summary, self.call.assignee), ("Call back", self.ann))

    def test_what_is_closed_is_not_edited(self):
        done(self.call, by=self.ben)
        with self.assertRaisesMessage(Refused, "Ben already did this"):
            edit(self.call, by=self.ann, summary="Ring")

    def test_an_archived_type_keeps_working_on_open_ones(self):
        archive_type(self.phone, by=self.maya)
        edit(self.call, by=self.ann, type=self.phone, summary="Ring")
        self.assertEqual(self.call.summary, "Ring")


class ReassignTest(ActivityTestCase):
    def test_the_day_becomes_the_new_assignees_day(self):
        self.ben.time_zone = "Pacific/Auckland"
        self.ben.save()
        before = self.call.due
        reassign(self.call, by=self.ann, assignee=self.ben)
        self.assertEqual(before - self.call.due, timedelta(hours=13))

    def test_somebody_who_only_reads_is_refused(self):
        with self.assertRaisesMessage(Refused, "only reads"):
            reassign(self.call, by=self.ann, assignee=self.olga)

    def test_undo_gives_it_back(self):
        reassign(self.call, by=self.ann, assignee=self.ben)
        undo(self.call.last_event.change_set, by=self.ann)
        self.call.refresh_from_db()
        self.assertEqual(self.call.assignee, self.ann)


class HandOverTest(ActivityTestCase):
    def test_open_ones_go_to_the_colleague_and_done_ones_stay(self):
        finished = done(self.planned(0), by=self.ann)
        moved = hand_over(self.ann, by=self.root, to=self.ben)
        finished.refresh_from_db()
        self.assertEqual((moved, finished.assignee), ([self.call], self.ann))
        undo(moved[0].last_event.change_set, by=self.root)
        self.assertEqual(Activity.objects.open().get().assignee, self.ann)

    def test_nobody_hands_over_to_himself_or_to_somebody_who_left(self):
        self.zoe.is_active = False
        for colleague in (self.ann, self.zoe, self.olga):
            with self.assertRaisesMessage(Refused, "Choose a colleague"):
                hand_over(self.ann, by=self.root, to=colleague)
