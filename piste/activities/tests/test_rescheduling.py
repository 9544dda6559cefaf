from datetime import UTC, date, datetime, timedelta

from django.urls import reverse

from piste.accounts.verbs.access import deactivate
from piste.accounts.verbs.editing import edit
from piste.activities.delays import next_monday, tomorrow
from piste.activities.tests.cast import ActivityTestCase
from piste.activities.verbs.finishing import done
from piste.activities.verbs.rescheduling import snooze
from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.clock import today
from piste.kernel.refusals import Refused


class SnoozeTest(ActivityTestCase):
    def test_it_moves_the_day_and_remembers_how_often(self):
        later = today(self.ann) + timedelta(days=3)
        snooze(self.call, by=self.ann, until=tomorrow(today(self.ann)))
        snooze(self.call, by=self.ann, until=later)
        self.call.refresh_from_db()
        self.assertEqual((self.call.due_on, self.call.snoozes), (later, 2))
        self.assertEqual(self.call.due, datetime.combine(later, datetime.min.time(), UTC))

    def test_next_week_begins_on_monday(self):
        self.assertEqual(next_monday(date(2026, 11, 23)), date(2026, 11, 30))
        self.assertEqual(next_monday(date(2026, 11, 29)), date(2026, 11, 30))

    def test_a_day_that_is_over_is_refused(self):
        with self.assertRaises(Refused) as refused:
            snooze(self.call, by=self.ann, until=today(self.ann) - timedelta(days=1))
        self.assertEqual(refused.exception.field, "until")

    def test_what_is_done_cannot_be_put_off(self):
        done(self.call, by=self.ben)
        with self.assertRaisesMessage(Refused, "Ben already did this"):
            snooze(self.call, by=self.ann, until=today(self.ann))

    def test_undo_gives_back_day_and_count(self):
        before = self.call.due_on
        snooze(self.call, by=self.ann, until=before + timedelta(days=5))
        undo(self.call.last_event.change_set, by=self.ann)
        self.call.refresh_from_db()
        self.assertEqual((self.call.due_on, self.call.snoozes), (before, 0))


class UserChangeTest(ActivityTestCase):
    def test_who_moves_to_another_zone_has_his_days_there(self):
        mine, bens = self.planned(1), self.planned(1, user=self.ben)
        edit(self.ann, by=self.ann, time_zone="Pacific/Auckland")
        mine.refresh_from_db()
        self.assertEqual(bens.due - mine.due, timedelta(hours=13))
        undo(self.ann.last_event.change_set, by=self.ann)
        mine.refresh_from_db()
        self.assertEqual(mine.due, bens.due)

    def test_who_leaves_hands_over(self):
        deactivate(self.ann, by=self.root, handover_to=self.ben)
        self.call.refresh_from_db()
        self.assertEqual(self.call.assignee, self.ben)
        self.assertEqual(Event.objects.get(name="activity.reassigned").change_set.verb, "user.deactivated")

    def test_nobody_leaves_with_open_activities_and_no_colleague(self):
        with self.assertRaises(Refused) as refused:
            deactivate(self.ann, by=self.root)
        self.assertEqual(refused.exception.field, "handover_to")
        self.assertIn("Ann has 1 open activity", refused.exception.message)
        self.ann.refresh_from_db()
        self.assertTrue(self.ann.is_active)

    def test_who_has_nothing_open_just_leaves(self):
        deactivate(self.ben, by=self.root)
        self.assertFalse(self.ben.is_active)

    def test_the_dialog_demands_a_colleague_where_one_is_needed(self):
        self.client.force_login(self.root)
        for person, optional in ((self.ann, False), (self.ben, True)):
            door = reverse("accounts:deactivate", args=[person.pk])
            with self.subTest(person=person):
                asked = self.client.get(door, headers={"HX-Request": "true"})
                self.assertContains(asked, "optional", count=2 * optional)
                answered = self.client.post(door, headers={"HX-Request": "true"})
                if optional:
                    self.assertEqual(answered.status_code, 200)
                else:
                    self.assertContains(answered, "Choose who takes over what is open.", status_code=422)
